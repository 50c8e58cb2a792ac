package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.flow.CsvRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
  private static final String ALPHABET = "a,\"\n\r ä";

  @Test
  void whateverWasWrittenIsReadBack() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<List<String>> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        List<String> fields = new ArrayList<>();
        for (int j = 0; j < 1 + random.nextInt(4); j++) {
          fields.add(
              random
                  .ints(random.nextInt(5), 0, ALPHABET.length())
                  .collect(
                      StringBuilder::new,
                      (made, c) -> made.append(ALPHABET.charAt(c)),
                      StringBuilder::append)
                  .toString());
        }
        rows.add(fields);
        text.append(CsvRow.of(fields.toArray())).append('\n');
      }
      assertThat(CsvRows.read(text.toString()))
          .as("seed " + seed)
          .allMatch(row -> row.fault() == null)
          .extracting(CsvRows.Row::fields)
          .isEqualTo(rows);
    }
  }

  @Test
  void linesAreCountedAlsoInsideOfFields() {
    assertThat(CsvRows.read("\"a\nb\",c\nd\n")).extracting(CsvRows.Row::line).containsExactly(1, 3);
  }

  @Test
  void rowWithoutALineEndCounts() {
    assertThat(CsvRows.read("a,b"))
        .extracting(CsvRows.Row::fields)
        .containsExactly(List.of("a", "b"));
    assertThat(CsvRows.read("")).isEmpty();
  }

  @Test
  void behindABrokenRowTheNextLineIsRead() {
    for (String broken : List.of("x,\"open", "\"a\"b,c", "a\"b,c")) {
      List<CsvRows.Row> rows = CsvRows.read("before\n" + broken + "\nnext,1\n");
      assertThat(rows).hasSize(3);
      assertThat(rows.get(1).fault()).contains("quote");
      assertThat(rows.get(1).line()).isEqualTo(2);
      assertThat(rows.get(2).fields()).containsExactly("next", "1");
      assertThat(rows.get(2).line()).isEqualTo(3);
    }
  }
}
