package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.lambda.FunctionCounters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static String print(Map<String, Long> counters, FunctionCounters... functions) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    new Report(new TreeMap<>(counters), 3, List.of(functions), Path.of("/tmp/x/../out"), out)
        .print();
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
  void functionsOfOtherProcessesSayHowOftenTheyStartedAndFailed() {
    List<Duration> starts =
        List.of(Duration.ofMillis(900), Duration.ofMillis(2100), Duration.ofMillis(1500));
    FunctionCounters calm = new FunctionCounters("bucket", 1200, starts, 0, 0, 0, 0);
    FunctionCounters troubled =
        new FunctionCounters("transform", 7, starts.subList(0, 1), 1, 2, 3, 200L << 20);

    assertThat(print(Map.of("records", 1L), calm, troubled).lines())
        .containsSubsequence(
            "bucket                  1,200 calls, 3 cold starts (1.50 s until ready, median;"
                + " 4.50 s all)",
            "transform                   7 calls, 1 cold start (0.90 s until ready, median;"
                + " 0.90 s all), 200 MB at most, 1 threw, 2 timed out, 3 crashed");
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
