package dev.sluice.examples.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

  private static CsvLine line(String... fields) {
    return CsvLine.of(String.join(",", fields), List.of("a", "b", "c").subList(0, fields.length));
  }

  @Test
  void fieldsAreFoundByPlace() {
    CsvLine line = line("x", "3/10/14", "12.5");

    assertThat(line.key(0)).isEqualTo("x");
    assertThat(line.date(1)).isEqualTo(LocalDate.of(2014, 3, 10));
    assertThat(line.number(2)).isEqualTo(12.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1,2", "1,2,3,4", "1,2,3,"})
  void anotherNumberOfColumnsIsRefused(String line) {
    int columns = line.split(",", -1).length;

    assertThatThrownBy(() -> CsvLine.of(line, List.of("a", "b", "c")))
        .isInstanceOf(LineException.class)
        .hasMessage("the line has " + columns + " columns instead of 3 (a, b, c): '" + line + "'");
  }

  @Test
  void textMayBeEmptyAndKeysMayNot() {
    assertThat(line("", "").text(1)).isEmpty();
    assertThatThrownBy(() -> line("", "").key(1))
        .hasMessage("column 'b' is '': it must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "a\"b", "a\tb", "a\rb", "a\nb"})
  void textThatWouldNeedQuotesIsRefused(String text) {
    assertThatThrownBy(() -> line("x", text).text(1))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("column 'b' is '" + text + "': ");
  }

  @ParameterizedTest
  @CsvSource({
    "3/10/14, 2014-03-10",
    "03/09/2014, 2014-03-09",
    "12/31/99, 2099-12-31",
    "2/29/12, 2012-02-29",
    "11/27/1910, 1910-11-27"
  })
  void datesAreMonthDayYear(String text, LocalDate date) {
    assertThat(line("3/10/14", text, "1/1/01").date(1)).isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3/10",
        "3-10-14",
        "13/1/14",
        "0/1/14",
        "1/0/14",
        "2/29/14",
        "2/30/12",
        "3/10/114",
        "3/10/4",
        "3//14",
        "/10/14",
        "3/10/",
        "3/10/14/",
        "3/10/+4",
        "3/10/20144",
        "003/1/14",
        " 3/1/14",
        "3/a/14",
        "٣/10/14"
      })
  void otherDatesAreRefused(String text) {
    assertThatThrownBy(() -> line("1/1/14", text, "1/1/14").date(1))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("column 'b' is '" + text + "': a date is month/day/year");
  }

  @ParameterizedTest
  @CsvSource({"0:00, 0", "1:01, 3660", "01:01, 3660", "23:59, 86340", "23:59:59, 86399"})
  void timesAreHourMinute(String text, int second) {
    assertThat(line("1:00", text, "1:00").secondOfDay(1)).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "24:00",
        "1:60",
        "1:1",
        "1:001",
        "-1:00",
        "1:00:60",
        "1:00:1",
        "1:00:",
        "1:00:001",
        "001:00",
        ":00",
        "1:00 ",
        "1:00x00"
      })
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> line("1:00", text, "1:00").secondOfDay(1))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("column 'b' is '" + text + "': a time is hour:minute");
  }

  @Test
  void longValuesAreShownInPart() {
    assertThatThrownBy(() -> line("x", "9".repeat(1000)).date(1))
        .hasMessageStartingWith("column 'b' is '" + "9".repeat(60) + "...': ");
  }
}
