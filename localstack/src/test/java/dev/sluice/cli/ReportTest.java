package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static String print(Map<String, Long> counters) {
    StringWriter said = new StringWriter();
    new Report(new TreeMap<>(counters), 3, Path.of("/tmp/x/../out"), new PrintWriter(said)).print();
    return said.toString();
  }

  @Test
  void countsAreShownWithTheFoldersThatHoldWhatWasNotUsed() {
    assertThat(
            print(
                    Map.of(
                        "records", 7200L,
                        "rows.alerts", 337L,
                        "rows.dead-letter/sensors", 33L,
                        "late", 2L,
                        "dead-letters", 33L))
                .lines())
        .containsExactly(
            "records                 7,200",
            "alerts                    337 rows",
            "late                        2 in late/",
            "dead letters               33 in dead-letter/",
            "3 files in /tmp/out");
  }

  @Test
  void accumulatorsStandBehindTheResults() {
    assertThat(print(Map.of("accumulator.clicks", 12345L, "records", 2L, "rows.out", 2L)).lines())
        .containsSubsequence("out                         2 rows", "clicks                 12,345");
  }

  @Test
  void figuresDoNotDependOnTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(print(Map.of("records", 7200L))).contains("7,200");
    } finally {
      Locale.setDefault(before);
    }
  }
}
