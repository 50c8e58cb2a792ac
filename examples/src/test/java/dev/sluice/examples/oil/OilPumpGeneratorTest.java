package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.csv.LineException;
import dev.sluice.examples.oil.OilPumpGenerator.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OilPumpGeneratorTest {
  private static final Instant START = Instant.parse("2014-03-10T01:01:00Z");
  private static final Duration STEP = Duration.ofSeconds(90);

  private static List<Reading> readings(long seed, int count) {
    return new OilPumpGenerator(seed, START, STEP).readings().limit(count).toList();
  }

  @Test
  void sameSeedGivesSameLines() {
    assertThat(readings(7, 2000)).isEqualTo(readings(7, 2000));
    assertThat(readings(7, 100)).isNotEqualTo(readings(8, 100));
  }

  @Test
  void firstLinesNeverChange() {
    List<String> lines = readings(42, 12).stream().map(Reading::line).toList();

    assertThat(lines)
        .startsWith(
            "COHUTTA,3/10/14,1:01,10.04,2.285,725,1.2,73,1.68",
            "NANTAHALLA,3/10/14,1:01,9.87,2.158,1492,1.82,97,0.51",
            "THERMALITO,3/10/14,1:01,9.67,1.616,1163,0,97,0.63")
        .endsWith(
            "COHUTTA,3/10/14,1:02,0,0,0,0.92,2,0.88",
            "NANTAHALLA,3/10/14,1:02,9.08,2.833,1396,1.89,95,0.88");
  }

  @Test
  void linesThatAreNotBrokenParseAndSayTheirTime() {
    for (Reading reading : readings(1, 10_000)) {
      if (!reading.broken()) {
        Sensor sensor = Sensor.parse(reading.line());
        assertThat(sensor.time()).isEqualTo(reading.time());
        assertThat(sensor.resid()).isEqualTo(reading.pump());
      }
    }
  }

  @Test
  void brokenLinesDoNotParse() {
    List<Reading> broken = readings(1, 10_000).stream().filter(Reading::broken).toList();

    assertThat(broken).hasSizeBetween(20, 100);
    for (Reading reading : broken) {
      assertThatThrownBy(() -> Sensor.parse(reading.line())).isInstanceOf(LineException.class);
    }
  }

  @Test
  void aFewMinutesHaveAlertsAndBrokenLinesWhateverTheSeed() {
    for (long seed = 0; seed < 200; seed++) {
      List<Reading> readings = readings(seed, 3000);
      assertThat(readings).anyMatch(Reading::broken);
      assertThat(readings)
          .anyMatch(each -> !each.broken() && Sensor.parse(each.line()).psi() < 5.0)
          .anyMatch(each -> !each.broken() && Sensor.parse(each.line()).psi() >= 70.0);
    }
  }

  @Test
  void pumpsSendAtTheSameTimeInTheOrderOfTime() {
    List<Reading> readings = readings(3, 31);

    assertThat(readings.stream().limit(10).map(Reading::pump))
        .containsExactlyElementsOf(OilPumpGenerator.PUMPS);
    assertThat(readings.stream().map(Reading::time).collect(Collectors.groupingBy(t -> t)))
        .containsOnlyKeys(
            START, START.plusSeconds(60), START.plusSeconds(180), START.plusSeconds(240));
  }

  @Test
  void fasterPumpsSendSeconds() {
    OilPumpGenerator fast = new OilPumpGenerator(1, START, Duration.ofSeconds(7));
    Reading second = fast.readings().skip(10).filter(each -> !each.broken()).findFirst().get();

    assertThat(second.line()).startsWith("COHUTTA,3/10/14,1:01:07,");
    assertThat(Sensor.parse(second.line()).time()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void timesThatLinesCannotSayAreRefused() {
    assertThatThrownBy(() -> new OilPumpGenerator(1, Instant.parse("1999-12-31T23:59:59Z"), STEP))
        .hasMessageContaining("1999-12-31T23:59:59Z");
    assertThatThrownBy(() -> new OilPumpGenerator(1, START, Duration.ofMillis(999)))
        .hasMessageContaining("PT0.999S");
  }
}
