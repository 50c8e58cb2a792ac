package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.CheckpointSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.memory.MemoryLog;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An operator with state that is added to an app, and processes that know of it early or late. */
class AddedStateTest {
  private static final StreamApp CHANGED =
      stream -> {
        new Rig.Sums().define(stream);
        stream
            .kinesis(Rig.STREAM, Decoder.utf8())
            .mapToPair(line -> Pair.of("all", 1L), TestCodecs.STRING, TestCodecs.LONG)
            .<Long>updateStateByKey(
                (ones, count) -> Optional.of(count.orElse(0L) + ones.size()), TestCodecs.LONG)
            .saveAsTextFiles("seen");
      };

  private final Rig rig = new Rig(1, 1);
  private final Plan plan = Plan.of(CHANGED, Map.of());
  private final Engine changed = new Engine(plan, rig.settings, rig.ports(rig.log));

  private void batch(Engine process) {
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
  }

  /** Runs something before it looks at a bucket's lane for the first time. */
  private static final class Slow extends ForwardingLog {
    private Runnable meanwhile;

    Slow(LogStore log, Runnable meanwhile) {
      super(log);
      this.meanwhile = meanwhile;
    }

    @Override
    public Optional<LogEntry> head(String lane) {
      if (Lanes.isBucket(lane) && meanwhile != null) {
        Runnable work = meanwhile;
        meanwhile = null;
        work.run();
      }
      return super.head(lane);
    }
  }

  /** Seed 77229: it knew a lane that knew more than it did, and left out the state it had not. */
  @Test
  void processThatDoesNotKnowYetWhereTheOperatorBeganTakesItsStateFromTheLane() {
    Engine old = rig.process();
    old.coordinator().run();
    batch(old);
    old.coordinator().run();
    int[] rounds = {0};
    changed.coordinator().run(() -> rounds[0]++ < 1); // the change is put, and where it begins not
    Slow log =
        new Slow(
            rig.log,
            () -> {
              changed.coordinator().run();
              for (int i = 0; i < 3; i++) {
                batch(changed);
                changed.coordinator().run();
              }
              batch(changed);
              rig.withoutWorkers(plan).coordinator().run();
            });
    new Engine(plan, rig.settings, rig.ports(log)).advance(1, List.of(0));
    assertThat(log.meanwhile).isNull();
    rig.finish(changed);
    assertThat(newest(rig, "seen-")).isEqualTo("(all,4)\n");
  }

  /** An app that has had the count, and has retired it. */
  private Engine without() {
    StreamApp app =
        stream -> {
          new Rig.Sums().define(stream);
          stream.retired("seen", "updateStateByKey-1");
        };
    return new Engine(Plan.of(app, Map.of()), rig.settings, rig.ports(rig.log));
  }

  /** Two records are counted, the count is retired, and one more record comes. */
  private void countAndRetire() {
    rig.process().coordinator().run();
    changed.coordinator().run();
    for (int i = 0; i < 2; i++) {
      batch(changed);
      changed.coordinator().run();
    }
    assertThat(newest(rig, "seen-")).isEqualTo("(all,2)\n");
    rig.clock.advance(Duration.ofMinutes(2));
    Engine without = without();
    without.coordinator().run();
    batch(without);
    without.coordinator().run();
    rig.clock.advance(Duration.ofMinutes(2));
  }

  @Test
  void processThatKnewARetiredOperatorBeginsAnewWhereThatComesBack() {
    countAndRetire();
    Engine borders = rig.withoutWorkers(plan);
    borders.coordinator().run();
    batch(borders);
    borders.coordinator().run();
    changed.advance(1, List.of(0));
    rig.finish(changed);
    assertThat(newest(rig, "seen-")).isEqualTo("(all,1)\n");
  }

  /** Seed 508060 of apps with broadcasts: it took in what others had done since. */
  @Test
  void processThatKnewARetiredOperatorFollowsThoseThatHaveBegunItAnew() {
    countAndRetire();
    Engine again = new Engine(plan, rig.settings, rig.ports(rig.log));
    again.coordinator().run();
    batch(again);
    again.coordinator().run();
    Engine borders = rig.withoutWorkers(plan);
    batch(borders);
    borders.coordinator().run();
    changed.advance(1, List.of(0));
    rig.finish(changed);
    assertThat(newest(rig, "seen-")).isEqualTo("(all,2)\n");
  }

  @Test
  void stateOfARetiredOperatorIsNotReadAsThatOfTheOneThatCameBack() {
    countAndRetire();
    assertThat(changed.state().<String>keys("updateStateByKey-1")).isNotEmpty();
    Engine again = new Engine(plan, rig.settings, rig.ports(rig.log));
    again.coordinator().run();
    assertThat(again.state().<String>keys("updateStateByKey-1")).isEmpty();
    assertThat(again.state().<Long>get("updateStateByKey-1", "all")).isEmpty();
    batch(again);
    rig.finish(again);
    assertThat(again.state().<Long>get("updateStateByKey-1", "all")).contains(1L);
  }

  /** The app with the count, and with more besides. */
  private Engine withLines(LogStore log, StartFrom start) {
    StreamApp app =
        stream -> {
          CHANGED.define(stream);
          stream.kinesis(Rig.STREAM, Decoder.utf8()).saveAsTextFiles("lines");
        };
    CheckpointSettings checkpoints = new CheckpointSettings(Duration.ZERO, start);
    return new Engine(Plan.of(app, Map.of()), rig.settings, rig.ports(log), checkpoints);
  }

  /** The lanes that are restored stand where the operator began anew. */
  @Test
  void retiredOperatorThatCameBackBeginsAnewInAnAppThatIsRestoredAndChangedLongAfter() {
    countAndRetire();
    new Engine(plan, rig.settings, rig.ports(rig.log)).coordinator().run();
    new CheckpointDesk(rig.ports(rig.log), Rig.LIFETIME).keep(plan, "early");
    rig.clock.advance(Rig.LIFETIME.plusMinutes(1));
    LogStore next = new MemoryLog(rig.clock, rig.metrics);
    Engine lines = withLines(next, new StartFrom.Kept("early"));
    lines.coordinator().run();
    batch(lines);
    rig.finish(lines);
    assertThat(newest(rig, "seen-")).isEqualTo("(all,1)\n");
  }

  private static StreamApp counting(boolean changed) {
    return stream -> {
      PairDStream<String, Long> ones =
          stream
              .kinesis(Rig.STREAM, Decoder.utf8())
              .map(Reading::parse)
              .mapToPair(r -> Pair.of(r.key(), 1L), TestCodecs.STRING, TestCodecs.LONG);
      ones.mapWithState(
              StateSpec.function(AddedStateTest::count, TestCodecs.LONG)
                  .initialState(Map.of("k", 10L)))
          .saveAsTextFiles("counts");
      if (changed) {
        ones.reduceByKey(Long::sum).saveAsTextFiles("sums");
      }
    };
  }

  private static String count(String key, Optional<Long> one, State<Long> state) {
    state.update(state.getOption().orElse(0L) + one.orElse(0L));
    return key + " " + state.get();
  }

  /** Seed 163583: a lane that was idle for long had it from before the first step. */
  @Test
  void initialStateThatWasWrittenBeforeAnyStepOutlivesAChange() {
    Rig rig = new Rig(counting(false), 1, 1);
    Engine old = rig.process();
    for (int i = 0; i < 4; i++) {
      old.coordinator().run();
      rig.sleep(Duration.ofMinutes(20));
    }
    old.coordinator().run();
    assertThat(old.state().<Object>keys("mapWithState-1")).containsExactly("k");
    rig.put("other", 1);
    rig.deliverAll(old);
    rig.clock.advance(Duration.ofSeconds(2));
    old.coordinator().run();
    Plan plan = Plan.of(counting(true), Map.of());
    Engine changed = new Engine(plan, rig.settings, rig.ports(rig.log));
    changed.coordinator().run();
    rig.put("k", 1);
    rig.finish(changed);
    assertThat(newest(rig, "counts-")).isEqualTo("k 11\n");
  }

  private static Engine counts(Rig rig, boolean counts, boolean lines) {
    StreamApp app =
        stream -> {
          PairDStream<String, Long> ones =
              stream
                  .kinesis(Rig.STREAM, Decoder.utf8())
                  .map(Reading::parse)
                  .mapToPair(r -> Pair.of(r.key(), 1L), TestCodecs.STRING, TestCodecs.LONG);
          ones.named("sums").reduceByKey(Long::sum).saveAsTextFiles("sums");
          if (counts) {
            ones.named("count")
                .mapWithState(StateSpec.function(AddedStateTest::count, TestCodecs.LONG))
                .saveAsTextFiles("counts");
          } else {
            stream.retired("count", "counts");
          }
          if (lines) {
            stream.kinesis(Rig.STREAM, Decoder.utf8()).saveAsTextFiles("lines");
          }
        };
    return new Engine(Plan.of(app, Map.of()), rig.settings, rig.ports(rig.log));
  }

  /** So do those of an app that has had no batch for long. */
  @Test
  void retiredOperatorThatCameBackBeginsAnewInAnAppThatIsIdleForLong() {
    Rig rig = new Rig(1, 1);
    Engine first = counts(rig, true, false);
    first.coordinator().run();
    rig.put("k", 1);
    rig.deliverAll(first);
    for (int halves = 0; halves < 4; halves++) {
      rig.sleep(Rig.LIFETIME.dividedBy(2));
      first.coordinator().run();
    }
    assertThat(newest(rig, "counts-")).isEqualTo("k 1\n");
    for (boolean there : new boolean[] {false, true}) {
      counts(rig, there, false).coordinator().run();
      rig.clock.advance(Duration.ofMinutes(2));
    }
    Engine last = counts(rig, true, true);
    last.coordinator().run();
    rig.put("k", 1);
    rig.finish(last);
    assertThat(rig.outputs.list("lines-")).isNotEmpty();
    assertThat(newest(rig, "counts-")).isEqualTo("k 1\n");
  }

  private static String newest(Rig rig, String directory) {
    List<String> parts =
        rig.outputs.list(directory).stream().filter(each -> each.contains("/part-")).toList();
    byte[] last = rig.outputs.get(parts.get(parts.size() - 1)).orElseThrow();
    return new String(last, StandardCharsets.UTF_8);
  }
}
