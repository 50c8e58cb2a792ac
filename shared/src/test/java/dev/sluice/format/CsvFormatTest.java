package dev.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.format.csv.CsvFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {
  record Row(String name, int count, Optional<Double> mean) {}

  private static final CsvFormat<Row> ROWS = CsvFormat.byPosition(Row.class, ',');

  private static Row read(String row) {
    return ROWS.decode(row.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void columnsAreComponentsInTheirOrder() {
    assertThat(read("a,1,2.5")).isEqualTo(new Row("a", 1, Optional.of(2.5)));
    assertThat(read("a,-1,\r\n")).isEqualTo(new Row("a", -1, Optional.empty()));
    assertThat(read(" a ,007,1e3\n")).isEqualTo(new Row(" a ", 7, Optional.of(1000.0)));
  }

  @Test
  void quotesHoldSeparatorsLineEndsAndQuotes() {
    assertThat(read("\"a,\"\"b\"\"\r\nc\",\"1\",\"2\""))
        .isEqualTo(new Row("a,\"b\"\r\nc", 1, Optional.of(2.0)));
  }

  @Test
  void nothingIsNullAndNothingInQuotesIsEmpty() {
    assertThat(read(",1,")).isEqualTo(new Row(null, 1, Optional.empty()));
    assertThat(read("\"\",1,")).isEqualTo(new Row("", 1, Optional.empty()));
    assertThat(new String(ROWS.encode(new Row(null, 1, Optional.empty())))).isEqualTo(",1,");
    assertThat(new String(ROWS.encode(new Row("", 1, Optional.empty())))).isEqualTo("\"\",1,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "a,x,1 | column 2 (count): expected a whole number from -2147483648 to 2147483647, found 'x'",
        "a,+1,1 | column 2 (count): expected",
        "a, 1,1 | column 2 (count): expected",
        "a,٣,1 | column 2 (count): expected",
        "a,2147483648,1 | column 2 (count): expected",
        "a,-,1 | column 2 (count): expected",
        "a,,1 | column 2 (count): expected a whole number from -2147483648 to 2147483647, found"
            + " nothing",
        "a,1,1d | column 3 (mean): expected a number, found '1d'",
        "a,1,0x1p3 | column 3 (mean): expected a number, found '0x1p3'",
        "a,1,1e999 | column 3 (mean): expected a number, found '1e999'",
        "a,1 | the row has 2 columns, expected are 3",
        "a,1,1,1 | the row has 4 columns, expected are 3",
        "#\"a,1,1# | column 1, character 1: a quote that is never closed",
        "#\"a\"x,1,1# | column 1, character 4: more behind the closing quote",
        "#a\"b,1,1# | column 1, character 2: a quote within a field",
      })
  void whatDoesNotFitIsRefusedWithColumnAndFinding(String row, String reason) {
    assertThatThrownBy(() -> read(row))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D12 " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,1,\nb,2,", "a,1,2\r\nb,2,3\r\n", "a,1,\n\n"})
  void severalRowsInARecordAreRefused(String rows) {
    assertThatThrownBy(() -> read(rows))
        .hasMessageStartingWith("SLUICE-D12 column 3, character ")
        .hasMessageEndingWith("a line end outside of quotes; send one row a record");
  }

  @Test
  void headerNamesTheColumnsAndOthersArePassedOver() {
    CsvFormat<Row> format = CsvFormat.byHeader(Row.class, "mean; x;count;name", ';');
    assertThat(format.decode("2,5;y;7;a".replace(',', '.').getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Row("a", 7, Optional.of(2.5)));
    assertThat(new String(format.encode(new Row("a;b,", 7, Optional.empty()))))
        .isEqualTo(";;7;\"a;b,\"");
    assertThatThrownBy(() -> format.decode("1;2;x;4".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("SLUICE-D12 column 3 (count)");
  }

  @Test
  void headersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> CsvFormat.byHeader(Row.class, "name,mean", ','))
        .hasMessage("SLUICE-D14 the header has no column count for that component of Row");
    assertThatThrownBy(() -> CsvFormat.byHeader(Row.class, "name,mean,count,name", ','))
        .hasMessage("SLUICE-D14 the header has a name twice");
    assertThatThrownBy(() -> CsvFormat.byPosition(Row.class, '"'))
        .hasMessageStartingWith("SLUICE-D14 ");
  }

  @Test
  void halfOfACharacterIsNotWrittenAsAnother() {
    assertThatThrownBy(() -> ROWS.encode(new Row("\uD834", 1, Optional.empty())))
        .hasMessageStartingWith("SLUICE-D13 character 0 is half of a surrogate pair");
  }

  record Deep(List<String> texts) {}

  @Test
  void typesWithPartsAreRefusedAtOnce() {
    assertThatThrownBy(() -> CsvFormat.byPosition(Deep.class, ','))
        .hasMessageStartingWith("SLUICE-D14 component texts of Deep has no form in CSV");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    CsvFormat<Everything.Flat> format = CsvFormat.byPosition(Everything.Flat.class, ',');
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      Everything.Flat value = Everything.flat(random);
      assertThat(format.decode(format.encode(value))).isEqualTo(value);
    }
  }

  record Numbers(double a, float b) {}

  @Test
  void numbersThatAreNoneAreWords() {
    CsvFormat<Numbers> format = CsvFormat.byPosition(Numbers.class, ',');
    Numbers value = new Numbers(Double.NaN, Float.NEGATIVE_INFINITY);
    assertThat(new String(format.encode(value))).isEqualTo("NaN,-Infinity");
    assertThat(format.decode(format.encode(value))).isEqualTo(value);
  }
}
