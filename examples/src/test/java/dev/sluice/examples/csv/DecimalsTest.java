package dev.sluice.examples.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  private static double parse(String text) {
    return Decimals.parse("1," + text + ",5", 2, 2 + text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+7",
        "10.27",
        "0.1",
        "-91.162492",
        "007.50",
        "9007199254740993",
        "9007199254740992.5",
        "123456789012345678",
        "1234567890123456789012",
        "0.1234567890123456789",
        "1e3",
        "1.5E-7",
        "2e+300",
        "1e-400",
        "4.9e-324",
        "1.7976931348623157e308",
        "0.30000000000000004",
        "2.2250738585072011e-308"
      })
  void numbersAreReadAsTheNearestDouble(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void randomDecimalsAreReadAsTheNearestDouble() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String digits = Long.toString(random.nextLong() >>> 1 + random.nextInt(62));
      String text = random.nextInt(1000) + "." + digits;
      assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        ".5",
        "5.",
        "-.5",
        "1.2.3",
        "NaN",
        "Infinity",
        "-Infinity",
        "n/a",
        "1d",
        "1f",
        "0x1p3",
        " 1",
        "1 ",
        "1e",
        "1e+",
        "e5",
        "1e5.5",
        "--1",
        "1_000",
        "1e309",
        "٣",
        "9999999999999999999e999"
      })
  void anythingElseIsNoNumber(String text) {
    assertThat(parse(text)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "85.0, 85.0",
    "-3.5, -3.5",
    "10.27, 10.27",
    "0.001, 0.001",
    "9.99E-4, 9.99E-4",
    "1.0E-5, 1.0E-5",
    "9999999.0, 9999999.0",
    "1.0E7, 1.0E7",
    "1.2345678E7, 1.2345678E7",
    "2.0E-3, 0.002",
    "2.2E-322, 2.2E-322",
    "4.9E-324, 4.9E-324",
    "2.0E23, 2.0E23",
    "1.7976931348623157E308, 1.7976931348623157E308",
    "0.30000000000000004, 0.30000000000000004"
  })
  void textIsThatOfJava19(double value, String text) {
    assertThat(Decimals.format(value)).isEqualTo(text);
  }

  @Test
  void valuesWithoutNumberKeepTheirNames() {
    assertThat(Decimals.format(Double.NaN)).isEqualTo("NaN");
    assertThat(Decimals.format(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void textReadsBackAndIsNeverLongerThanThatOfTheJdk() {
    Random random = new Random(2);
    boolean shortestOnThisJdk = Runtime.version().feature() >= 19;
    for (int i = 0; i < 20_000; i++) {
      double value =
          i % 2 == 0
              ? Double.longBitsToDouble(random.nextLong())
              : random.nextInt(100_000) / 1000.0 / (1 + random.nextInt(60));
      if (Double.isFinite(value)) {
        String text = Decimals.format(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(text.length()).isLessThanOrEqualTo(Double.toString(value).length());
        if (shortestOnThisJdk) {
          assertThat(text).isEqualTo(Double.toString(value));
        }
      }
    }
  }

  @Test
  void onlyTheGivenPartOfTheTextCounts() {
    assertThat(Decimals.parse("12345", 1, 3)).isCloseTo(23, within(0.0));
  }
}
