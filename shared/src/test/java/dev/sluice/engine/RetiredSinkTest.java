package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetiredSinkTest {
  private static StreamApp sums(boolean extra) {
    return stream -> {
      PairDStream<String, Long> sums = GrownApp.sums(stream);
      if (extra) {
        sums.saveAsTextFiles("extra");
      } else {
        stream.retired("extra");
      }
    };
  }

  private final Rig rig = new Rig(sums(true), 1, 2);

  /** The log of a process that cannot put entries into a lane. */
  private static final class Without extends ForwardingLog {
    private final String lane;

    Without(String lane, LogStore log) {
      super(log);
      this.lane = lane;
    }

    @Override
    public Append append(String name, long number, byte[] entry, Instant expiry) {
      return name.equals(lane)
          ? new Append.Throttled("a test")
          : super.append(name, number, entry, expiry);
    }
  }

  private List<String> files(String prefix) {
    return rig.outputs.list(prefix).stream().map(name -> name.replaceAll(".*/", "")).toList();
  }

  @Test
  void batchThatOnlySomeBucketsDidBeforeTheSinkWasRetiredIsNotMarkedAsComplete() {
    Engine old = rig.process(new Without(Lanes.bucket(1, 1), rig.log));
    old.coordinator().run();
    for (int key = 0; key < 8; key++) {
      rig.put("k" + key, 1);
    }
    rig.deliverAll(old);
    rig.clock.advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> old.coordinator().run()).isInstanceOf(StoreUnavailableException.class);

    rig.finish(new Engine(Plan.of(sums(false), Map.of()), rig.settings, rig.ports(rig.log)));

    assertThat(files("sums-")).containsExactly("_SUCCESS", "part-00000", "part-00001");
    assertThat(files("extra-")).containsExactly("part-00000");
  }
}
