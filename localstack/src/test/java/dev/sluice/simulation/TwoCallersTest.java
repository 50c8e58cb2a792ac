package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.simulation.pipeline.Pipeline;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoCallersTest {
  private static final int STILL = 5;

  private static List<String> trace(long history) {
    Trial trial = new Trial(new Pipeline(history), history, EnumSet.of(Fault.TWO_CALLERS));
    List<String> trace = new ArrayList<>();
    assertThat(trial.run(trial.script(), Dice.of(history), trace::add).violations()).isEmpty();
    return trace;
  }

  @Test
  void whereOneStandsStillTheOtherComesToItsEnd() {
    List<List<String>> meanwhile = new ArrayList<>();
    for (long history = 1; meanwhile.size() < STILL; history++) {
      List<String> trace = trace(history);
      for (int i = 0; i < trace.size(); i++) {
        String goesOn = trace.get(i).replace("stands still beside another call", "goes on");
        if (!goesOn.equals(trace.get(i))) {
          List<String> behind = trace.subList(i + 1, trace.size());
          meanwhile.add(behind.subList(0, behind.indexOf(goesOn)));
        }
      }
    }
    assertThat(meanwhile)
        .allSatisfy(
            lines -> {
              assertThat(lines).anyMatch(line -> line.startsWith("call of"));
              assertThat(lines).anyMatch(line -> line.matches("call of .*: done"));
            });
  }
}
