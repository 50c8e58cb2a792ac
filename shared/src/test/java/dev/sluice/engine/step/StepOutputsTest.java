package dev.sluice.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.plan.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepOutputsTest {
  private static final Plan PLAN =
      Plan.of(s -> s.kinesis("in", Decoder.utf8()).saveAsTextFiles("out"), Map.of());

  private static final Step STEP =
      new Step(PLAN, 0, 0, 1_000, new long[1], new long[1], true, false, Epoch.FIRST);

  private static StepOutputs outputs(int rows, int mostBytes) {
    UserCode code = new UserCode(PLAN.sides().running());
    StepOutputs outputs = new StepOutputs("bucket/1/3", 3, code, mostBytes);
    outputs.reset(Map.of());
    outputs.begin(STEP);
    for (int i = 0; i < rows; i++) {
      outputs.add(SinkSpec.system("out"), "out-1000", new byte[] {(byte) i}, null, new byte[9]);
    }
    return outputs;
  }

  private record Site(String country) implements Comparable<Site> {
    @Override
    public int compareTo(Site other) {
      return country.compareTo(other.country);
    }
  }

  /** Else the bucket would stand still for good, though nothing but the order depends on it. */
  @Test
  void rowsOfKeysThatThrowAtEachOtherStandInTheOrderOfTheirBytes() {
    StepOutputs outputs = outputs(0, 40);
    String[] countries = {"de", null, "at"};
    for (int i = 2; i >= 0; i--) {
      byte[] row = {(byte) ('0' + i)};
      outputs.add(
          SinkSpec.system("out"), "out-1000", new byte[] {(byte) i}, new Site(countries[i]), row);
    }
    outputs.finish(STEP);
    assertThat(outputs.contents().toByteArray()).asString().containsPattern("(?s)0.*1.*2");
  }

  /** Behind the commit it could not be published, and the step not be done in another way. */
  @Test
  void fileThatNoStoreTakesIsRefusedBeforeItsStepIsCommitted() {
    StepOutputs fits = outputs(4, 40);
    fits.finish(STEP);
    assertThat(fits.outs())
        .singleElement()
        .satisfies(out -> assertThat(out.length()).isEqualTo(40));
    StepOutputs large = outputs(5, 40);
    assertThatThrownBy(() -> large.finish(STEP))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("SLUICE-E33 file out-1000/part-00003 would have 50 bytes: one has at most 40");
  }
}
