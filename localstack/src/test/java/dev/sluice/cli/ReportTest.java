package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.lambda.FunctionCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static String print(Map<String, Long> counters, FunctionCounters... functions) {
    return String.join("\n", report(counters, functions).lines());
  }

  private static Report report(Map<String, Long> counters, FunctionCounters... functions) {
    return new Report(new TreeMap<>(counters), 3, List.of(functions), Path.of("/tmp/x/../out"));
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
  void programsGetTheSameFigures() {
    FunctionCounters function =
        new FunctionCounters("transform", 7, List.of(Duration.ofMillis(900)), 1, 2, 3, 200L << 20);
    Map<String, Long> counters =
        Map.of(
            "records", 7200L,
            "rows.alerts", 337L,
            "rows.dead-letter/sensors", 33L,
            "rows.late/pressure", 2L,
            "accumulator.clicks", 5L,
            "late", 2L,
            "dead-letters", 33L);
    assertThat(ValueText.json(report(counters, function).fields()))
        .isEqualTo(
            "{\"records\":7200,\"rows\":{\"alerts\":337},\"accumulators\":{\"clicks\":5},"
                + "\"late\":2,\"deadLetters\":33,\"functions\":[{\"name\":\"transform\","
                + "\"calls\":7,\"coldStarts\":1,\"medianStartMillis\":900,"
                + "\"allStartsMillis\":900,\"peakBytes\":209715200,\"threw\":1,\"timedOut\":2,"
                + "\"crashed\":3}],\"files\":3,\"out\":\"/tmp/out\"}");
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
