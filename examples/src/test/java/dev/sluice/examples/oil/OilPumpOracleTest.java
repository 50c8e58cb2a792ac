package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.oil.OilPumpOracle.Arrival;
import dev.sluice.examples.oil.OilPumpOracle.Late;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle against cases computed by hand. */
class OilPumpOracleTest {
  private static final long NOON = Instant.parse("2014-03-10T12:00:00Z").toEpochMilli();
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final OilPumpOracle oracle = new OilPumpOracle(TEN_SECONDS, FIVE_MINUTES);

  private static Arrival arrival(long afterNoonMillis, String line) {
    return new Arrival(NOON + afterNoonMillis, line.substring(0, line.indexOf(',')), line);
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  @Test
  void aReadingBelongsToSixWindowsOfAnHour() {
    var files = oracle.expect(List.of(arrival(0, "A,3/10/14,11:50,1,2,3,4,50,6"))).files();

    assertThat(files.keySet())
        .containsExactlyInAnyOrder(
            "daily-" + millis("2014-03-11T00:00:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:00:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:10:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:20:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:30:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:40:00Z") + ".csv",
            "pressure-" + millis("2014-03-10T12:50:00Z") + ".csv");
    assertThat(files.get("pressure-" + millis("2014-03-10T12:00:00Z") + ".csv"))
        .containsExactly("2014-03-10T11:00:00Z,2014-03-10T12:00:00Z,A,1,50.0,50.0,50.0");
    assertThat(files.get("daily-" + millis("2014-03-11T00:00:00Z") + ".csv"))
        .containsExactly("A,2014-03-10,1,1.0,1.0,1.0,2.0,2.0,2.0,3.0,3.0,3.0,50.0,50.0,50.0");
  }

  @Test
  void rowsHaveCountExtremesAndAverageInTheOrderOfPumps() {
    var files =
        oracle
            .expect(
                List.of(
                    arrival(0, "B,3/10/14,11:59,1.5,2,3,4,10,6"),
                    arrival(1, "A,3/10/14,11:58,9,9,9,9,9,9"),
                    arrival(2, "B,3/10/14,11:57,2.5,1,3,4,7,6"),
                    arrival(3, "B,3/10/14,11:51,2,0.5,3,4,12.5,6")))
            .files();

    assertThat(files.get("pressure-" + NOON + ".csv"))
        .containsExactly(
            "2014-03-10T11:00:00Z,2014-03-10T12:00:00Z,A,1,9.0,9.0,9.0",
            "2014-03-10T11:00:00Z,2014-03-10T12:00:00Z,B,3,7.0,12.5,9.833333333333334");
    assertThat(files.get("daily-" + millis("2014-03-11T00:00:00Z") + ".csv"))
        .containsExactly(
            "A,2014-03-10,1,9.0,9.0,9.0,9.0,9.0,9.0,9.0,9.0,9.0,9.0,9.0,9.0",
            "B,2014-03-10,3,2.5,1.5,2.0,2.0,0.5,1.1666666666666667,3.0,3.0,3.0,"
                + "12.5,7.0,9.833333333333334");
  }

  @Test
  void alertsAreBelowFiveSortedByPartitionKeyWithinTheirInterval() {
    var files =
        oracle
            .expect(
                List.of(
                    arrival(0, "B,3/10/14,11:59,1,2,3,4,4.999,6"),
                    arrival(1, "A,3/10/14,11:59,1,2,3,4,5,6"),
                    arrival(2, "A,3/10/14,11:59,1,2,3,4,0,6"),
                    arrival(3, "A,3/10/14,11:58,1,2,3,4,4.50,6"),
                    arrival(9_999, "C,3/10/14,11:59,1,2,3,4,-1,6"),
                    arrival(10_000, "A,3/10/14,11:59,1,2,3,4,4,6")))
            .files();

    assertThat(files.get("alerts-" + (NOON + 10_000) + ".csv"))
        .containsExactly(
            "A,3/10/14,11:59,1,2,3,4,0,6",
            "A,3/10/14,11:58,1,2,3,4,4.50,6",
            "B,3/10/14,11:59,1,2,3,4,4.999,6",
            "C,3/10/14,11:59,1,2,3,4,-1,6");
    assertThat(files.get("alerts-" + (NOON + 20_000) + ".csv"))
        .containsExactly("A,3/10/14,11:59,1,2,3,4,4,6");
    assertThat(files.keySet()).noneMatch(name -> name.startsWith("alerts-enriched"));
  }

  @Test
  void alertsAreJoinedWithEachMaintenanceEventOfThePump() {
    OilPumpOracle withTables =
        new OilPumpOracle(
            TEN_SECONDS,
            FIVE_MINUTES,
            List.of("A,HYDRO,11/27/10,3/15/11,CAM,29.6,-91.1", "B,X,1/2/03,4/5/06,Y,0,0"),
            List.of("A,3/15/11,J.Thomas,Install", "C,1/1/10,N,O", "A,2/20/12,E. Simmons,Look"));

    var files =
        withTables
            .expect(
                List.of(
                    arrival(0, "A,3/10/14,11:59,1,2,3,4,0,6"),
                    arrival(0, "B,3/10/14,11:59,1,2,3,4,0,6"),
                    arrival(0, "C,3/10/14,11:59,1,2,3,4,0,6")))
            .files();

    assertThat(files.get("alerts-enriched-" + (NOON + 10_000) + ".csv"))
        .containsExactly(
            "A,2014-03-10,0.0,HYDRO,2010-11-27,2011-03-15,CAM,2011-03-15,J.Thomas,Install",
            "A,2014-03-10,0.0,HYDRO,2010-11-27,2011-03-15,CAM,2012-02-20,E. Simmons,Look");
  }

  @Test
  void watermarkOfTheIntervalBeforeDecidesWhatIsLate() {
    // Newest of the first interval is 13:25, so the second one is judged by 13:20.
    var expected =
        oracle.expect(
            List.of(
                arrival(5100_000, "A,3/10/14,13:25,1,2,3,4,50,6"),
                arrival(5100_001, "A,3/10/14,11:00,1,2,3,4,51,6"),
                arrival(5110_000, "A,3/10/14,12:19,1,2,3,4,52,6"),
                arrival(5110_001, "A,3/10/14,12:30,1,2,3,4,53,6")));

    assertThat(expected.late())
        .containsOnlyKeys("late/pressure-" + (NOON + 5120_000) + ".csv")
        .containsValue(
            List.of(
                new Late(
                    "pressure",
                    Instant.parse("2014-03-10T12:10:00Z"),
                    Instant.parse("2014-03-10T13:10:00Z"),
                    Instant.parse("2014-03-10T12:19:00Z"),
                    "A")));
    // 12:20 counts for the window that ends at 13:20 no more, as 13:20 is not after the watermark.
    assertThat(expected.files().get("pressure-" + millis("2014-03-10T13:20:00Z") + ".csv"))
        .isNull();
  }

  @Test
  void clockThatGoesAheadMakesNobodyLate() {
    // B's 12:55 counts as 12:00:10, the end of its interval: all that A sends is in time.
    var expected =
        oracle.expect(
            List.of(
                arrival(0, "B,3/10/14,12:55,1,2,3,4,50,6"),
                arrival(10_000, "A,3/10/14,11:00,1,2,3,4,51,6"),
                arrival(20_000, "A,3/10/14,11:01,1,2,3,4,52,6")));

    assertThat(expected.late()).isEmpty();
  }

  @Test
  void dayTakesWhatAnHourDoesNot() {
    var expected =
        oracle.expect(
            List.of(
                arrival(0, "A,3/10/14,12:00,1,2,3,4,50,6"),
                arrival(10_000, "A,3/10/14,10:00,1,2,3,4,60,6"),
                arrival(10_000, "A,3/9/14,23:59,1,2,3,4,70,6")));

    assertThat(expected.files().get("daily-" + millis("2014-03-11T00:00:00Z") + ".csv"))
        .containsExactly("A,2014-03-10,2,1.0,1.0,1.0,2.0,2.0,2.0,3.0,3.0,3.0,60.0,50.0,55.0");
    assertThat(expected.late().get("late/pressure-" + (NOON + 20_000) + ".csv")).hasSize(2);
    assertThat(expected.late().get("late/daily-" + (NOON + 20_000) + ".csv"))
        .extracting(Late::windowEnd)
        .containsExactly(Instant.parse("2014-03-10T00:00:00Z"));
  }

  @Test
  void farFutureIsLateAndMovesNothingButStillAlerts() {
    var expected =
        oracle.expect(
            List.of(
                arrival(0, "A,3/10/14,13:01,1,2,3,4,0,6"),
                arrival(0, "A,3/10/14,13:00,1,2,3,4,50,6"),
                arrival(10_000, "A,3/10/14,12:54,1,2,3,4,51,6")));

    assertThat(expected.late().keySet())
        .containsExactly(
            "late/daily-" + (NOON + 10_000) + ".csv", "late/pressure-" + (NOON + 10_000) + ".csv");
    assertThat(expected.files()).containsKey("alerts-" + (NOON + 10_000) + ".csv");
    assertThat(expected.files().get("pressure-" + millis("2014-03-10T13:00:00Z") + ".csv"))
        .containsExactly("2014-03-10T12:00:00Z,2014-03-10T13:00:00Z,A,1,51.0,51.0,51.0");
  }

  @Test
  void brokenLinesAreDeadLettersOfTheirInterval() {
    var expected = oracle.expect(List.of(arrival(0, "A,3/10/14,11:59,1,2,3,4,NaN,6")));

    assertThat(expected.deadLetters())
        .containsEntry(
            "dead-letter/sensors-" + (NOON + 10_000) + ".csv",
            List.of("A,3/10/14,11:59,1,2,3,4,NaN,6"));
    assertThat(expected.files()).isEmpty();
  }

  @Test
  void averagesAreTheNearestDoubleWhateverTheOrder() {
    assertThat(OracleNumbers.average(List.of(0.1, 0.2, 0.3))).isEqualTo(0.2);
    assertThat(OracleNumbers.average(List.of(1e16, 1.0, -1e16))).isEqualTo(1.0 / 3);
    assertThat(OracleNumbers.average(List.of(1.0, Math.nextUp(1.0)))).isEqualTo(1.0);
    assertThat(OracleNumbers.average(List.of(0.0, 0.0))).isZero();
  }

  @Test
  void partsAreComparedTogether() {
    assertThat(OilPumpOracle.together(List.of(List.of("B,1", "B,0"), List.of("A,2", "C,3")), 0))
        .containsExactly("A,2", "B,1", "B,0", "C,3");
    assertThatThrownBy(() -> OilPumpOracle.together(List.of(List.of("x,B", "y,A")), 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'y,A'");
    assertThatThrownBy(() -> OilPumpOracle.together(List.of(List.of("A"), List.of("A")), 0))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("key A");
  }
}
