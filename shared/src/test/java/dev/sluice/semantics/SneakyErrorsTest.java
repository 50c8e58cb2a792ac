package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.StreamApp;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.engine.ProtocolException;
import dev.sluice.testkit.StreamHarness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checked exceptions that nobody has declared, as Kotlin and {@code SneakyThrows} make them. */
class SneakyErrorsTest {
  private enum By {
    ADD,
    COMBINE,
    CODEC
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception e) throws E {
    throw (E) e;
  }

  /** The values of each key in a batch, where a part that is refused does not go through. */
  private static StreamApp app(By by, Predicate<List<Long>> refused) {
    Codec<List<Long>> codec =
        new Codec<>() {
          @Override
          public void write(List<Long> values, ByteOutput out) {
            look(By.CODEC, values);
            Runs.GROWING.write(values, out);
          }

          @Override
          public List<Long> read(ByteInput in) {
            return Runs.GROWING.read(in);
          }

          private void look(By at, List<Long> values) {
            require(by != at || !refused.test(values), values);
          }
        };
    return stream ->
        pairs(events(stream))
            .named("all")
            .aggregateByKey(
                () -> new ArrayList<>(),
                (all, each) -> {
                  all.add(each);
                  return require(by != By.ADD || !refused.test(all), all);
                },
                (left, right) -> {
                  left.addAll(right);
                  return require(by != By.COMBINE || !refused.test(left), left);
                },
                codec)
            .saveAsTextFiles("all");
  }

  private static List<Long> require(boolean condition, List<Long> values) {
    if (!condition) {
      SneakyErrorsTest.<RuntimeException>sneak(new IOException("refused " + values));
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMBINE")
  void recordThatIsRefusedWithACheckedExceptionIsADeadLetter(By by) {
    StreamHarness run = StreamHarness.of(app(by, values -> values.contains(7L))).shards(1).start();
    send(run, 100, new Event("a", 0, 1));
    send(run, 200, new Event("a", 0, 7));
    send(run, 300, new Event("a", 0, 2));
    run.finish();
    assertThat(run.lines("all-1000")).containsExactly("(a,[1, 2])");
    assertThat(run.lines("dead-letter/events-1000.csv"))
        .singleElement()
        .asString()
        .contains("java.io.IOException: refused [7]");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CODEC")
  void valuesThatCannotMeetForACheckedExceptionLeaveNoTraceInAWarmProcess(By by) {
    AtomicBoolean broken = new AtomicBoolean(true);
    StreamHarness run =
        StreamHarness.of(app(by, values -> values.size() == 2 && broken.get())).shards(1).start();
    send(run, 100, new Event("a", 0, 1));
    if (by == By.COMBINE) {
      run.advanceTo(Runs.at(150)); // a call of its own
    }
    send(run, 200, new Event("a", 0, 2));
    if (by == By.COMBINE) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> run.advanceTo(Runs.at(1500)))
            .isInstanceOf(ProtocolException.class)
            .hasMessageContaining("SLUICE-E24 operator 'all'")
            .hasMessageContaining("its combine threw java.io.IOException: refused [1, 2]");
      }
      broken.set(false);
    }
    run.finish();
    assertThat(run.lines("all-1000")).containsExactly("(a,[1, 2])");
    assertThat(run.counters()).doesNotContainKey("dead-letters");
  }
}
