package dev.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.PullSourceContract;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPullSourceTest extends PullSourceContract {

  @Override
  protected World emptySource() {
    MemoryPullSource source = new MemoryPullSource("0", "1");
    return new World() {
      private long now = 1_000;

      @Override
      public PullSource source() {
        return source;
      }

      @Override
      public void arrive(String data) {
        String lane = String.valueOf(Math.floorMod(data.hashCode(), 2));
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        source.put(lane, Instant.ofEpochMilli(now++), data, bytes);
      }

      @Override
      public long idle() {
        now += 10;
        source.idleUntil(Instant.ofEpochMilli(now));
        return now;
      }
    };
  }

  @Test
  void laneEndsBehindItsLastRecordAndNamesThoseThatGoOn() {
    MemoryPullSource source = new MemoryPullSource("a");
    Position only = source.put("a", Instant.EPOCH, "k", new byte[] {1});
    source.end("a", "b", "c");

    assertThat(source.read("a", Position.START, 5)).isInstanceOf(Pulled.Some.class);
    List<Shard> children = List.of(new Shard("b", List.of("a")), new Shard("c", List.of("a")));
    assertThat(source.read("a", only, 5)).isEqualTo(Pulled.ended(children));
    assertThat(source.lanes()).contains(children.get(0), children.get(1)).hasSize(3);
    assertThatThrownBy(() -> source.put("a", Instant.EPOCH, "k", new byte[] {2}))
        .hasMessageContaining("'a' has ended");
  }
}
