package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AbsenceTest {
  private static final int FEW = 3;

  private static Trial trial(long history) {
    return new Trial(new Pipeline(history), history, EnumSet.of(Fault.COORDINATOR_AWAY));
  }

  private static boolean isLong(Trial trial) {
    return trial.script().stream().anyMatch(event -> event instanceof Event.Away);
  }

  private static List<String> whileAway(Trial trial) {
    List<String> trace = new ArrayList<>();
    assertThat(trial.run(trial.script(), Dice.of(1), trace::add).violations()).isEmpty();
    int from = 0;
    while (!trace.get(from).startsWith("coordinator-away: until")) {
      from++;
    }
    List<String> behind = trace.subList(from + 1, trace.size());
    return behind.subList(0, behind.indexOf("the coordinator is back"));
  }

  @Test
  void nobodyCoordinatesForMinutesWhileRecordsCome() {
    List<Trial> some =
        LongStream.range(1, 200).mapToObj(AbsenceTest::trial).filter(AbsenceTest::isLong).toList();
    assertThat(some).hasSizeGreaterThan(FEW);
    for (Trial trial : some.subList(0, FEW)) {
      List<String> lines = whileAway(trial);
      assertThat(lines).noneMatch(line -> line.matches("coordinator(: .*)?"));
      assertThat(lines).anyMatch(line -> line.matches("call of .*: done"));
      List<String> came = lines.stream().filter(line -> line.contains("record stamped")).toList();
      assertThat(millis(came.get(came.size() - 1)) - millis(came.get(0))).isGreaterThan(120_000);
    }
  }

  private static long millis(String event) {
    return Long.parseLong(event.substring(0, event.indexOf(' ')));
  }
}
