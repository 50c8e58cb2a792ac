package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Codecs;
import dev.sluice.examples.csv.LineException;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorTest {
  private static final String LINE = "COHUTTA,3/10/14,1:01,10.27,1.73,881,1.56,85,1.94";

  @Test
  void eachColumnGoesToItsPlace() {
    assertThat(Sensor.parse(LINE))
        .isEqualTo(
            new Sensor(
                LINE,
                "COHUTTA",
                Instant.parse("2014-03-10T01:01:00Z"),
                10.27,
                1.73,
                881,
                1.56,
                85,
                1.94));
  }

  @Test
  void dateIsThatInUtc() {
    Sensor last = Sensor.parse(LINE.replace("1:01", "23:59"));

    assertThat(last.date()).isEqualTo(LocalDate.of(2014, 3, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|   ''        | resid",
        "1|   13/10/14  | date",
        "2|   25:00     | time",
        "3|   n/a       | hz",
        "4|   ''        | displacement",
        "5|   Infinity  | flow",
        "6|   1.5.6     | sediment ppm",
        "7|   NaN       | psi",
        "8|   -Infinity | chlorine ppm"
      })
  void messageNamesColumnAndValue(int column, String value, String name) {
    String[] fields = LINE.split(",");
    fields[column] = value;

    assertThatThrownBy(() -> Sensor.parse(String.join(",", fields)))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("column '" + name + "' is '" + value + "': ");
  }

  @Test
  void missingColumnIsNamedByCount() {
    assertThatThrownBy(() -> Sensor.parse("COHUTTA,3/10/14,1:01,10.27,1.73,881,1.56,85"))
        .hasMessageStartingWith("the line has 8 columns instead of 9 (resid, date, time, hz, ");
  }

  @Test
  void readingsCrossAShuffleUnchanged() {
    Sensor reading = Sensor.parse(LINE);
    var codec = Codecs.record(Sensor.class);

    assertThat(codec.decode(codec.encode(reading))).isEqualTo(reading);
  }
}
