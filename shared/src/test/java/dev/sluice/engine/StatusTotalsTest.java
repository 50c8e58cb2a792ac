package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Totals are exact for good. */
class StatusTotalsTest {

  /** A stream whose retention has passed for some shards: children are listed without parents. */
  private static final class Forgetful extends ForwardingSource {
    private final Set<String> gone;

    Forgetful(Source source, Set<String> gone) {
      super(source);
      this.gone = gone;
    }

    @Override
    public List<Shard> shards(String stream) {
      List<Shard> left = new ArrayList<>();
      for (Shard each : super.shards(stream)) {
        if (!gone.contains(each.id())) {
          left.add(
              new Shard(
                  each.id(), each.parents().stream().filter(p -> !gone.contains(p)).toList()));
        }
      }
      return left;
    }
  }

  @Test
  void totalsCountShardsThatEndedSoLongAgoThatTheyAreForgotten() {
    Rig rig = new Rig(2, 2);
    rig.process().coordinator().run();
    String old = rig.stream.shards(Rig.STREAM).get(0).id();
    for (int i = 0; i < 7; i++) {
      rig.putTo(old, "k", 1);
    }
    rig.deliverAll(rig.process());
    rig.stream.split(old).forEach(child -> rig.putTo(child.id(), "k", 1));
    rig.clock.advance(Duration.ofSeconds(2));
    rig.process().coordinator().run();
    rig.deliverAll(rig.process());
    assertThat(records(rig)).isEqualTo(9);
    for (int i = 0; i < 30; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(10));
      rig.process().coordinator().run();
      assertThat(records(rig)).isEqualTo(9);
    }
    rig.source = new Forgetful(rig.stream, Set.of(old));
    for (int i = 0; i < 5; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(10));
      rig.process().coordinator().run();
    }
    Logs logs = new Logs(rig.ports(rig.log), rig.settings);
    assertThat(logs.control().head(Lanes.CONTROL).orElseThrow().entry().drained()).isEmpty();
    assertThat(records(rig)).isEqualTo(9);
    rig.finish(rig.process());
    assertThat(records(rig)).isEqualTo(9);
    rig.assertResultsAreThoseOfWhatWasAcknowledged();
  }

  @Test
  void drainedLaneIsRememberedAsLongAsItsStreamListsIt() {
    Rig rig = new Rig(2, 2);
    rig.process().coordinator().run();
    String old = rig.stream.shards(Rig.STREAM).get(0).id();
    rig.putTo(old, "k", 1);
    rig.deliverAll(rig.process());
    rig.stream.split(old);
    for (int i = 0; i < 30; i++) {
      rig.sleep(Rig.LIFETIME.dividedBy(10));
      rig.process().coordinator().run();
    }
    rig.positionsFromStart(); // the mapping begins anew at the oldest record
    assertThat(rig.deliver(rig.process(), old)).isTrue();
    assertThat(records(rig)).isEqualTo(1);
  }

  private static long records(Rig rig) {
    return rig.process().status().counters().get(Counters.RECORDS);
  }
}
