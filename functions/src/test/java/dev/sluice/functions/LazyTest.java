package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.ObjectStore.Put;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyTest {
  private int made;

  private Lazy<Integer> counted() {
    return new Lazy<>(() -> ++made);
  }

  @Test
  void whatIsNotAskedForIsNotMadeAndTheRestOnce() {
    Lazy<Integer> lazy = counted();
    assertThat(made).isZero();
    assertThat(lazy.get()).isEqualTo(1);
    assertThat(lazy.get()).isEqualTo(1);
    assertThat(made).isEqualTo(1);
  }

  @Test
  void clientsAreMadeBeforeASnapshotAndElseLater() {
    Lazy<Integer> one = counted();
    Wiring.prepare(Map.of(), one);
    Wiring.prepare(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"), one);
    assertThat(made).isZero();
    Wiring.prepare(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"), one, counted());
    assertThat(made).isEqualTo(2);
  }

  @Test
  void aStoreThatIsMadeLaterIsThatStore() {
    MemoryObjects objects = new MemoryObjects(new CountingMetrics());
    ObjectStore lazy = new Lazy.Objects(() -> objects);

    assertThat(lazy.putIfAbsent("a", new byte[] {1, 2})).isEqualTo(Put.CREATED);
    assertThat(lazy.getAll(List.of("a", "none"))).containsOnlyKeys("a");
    assertThat(lazy.putAllIfAbsent(Map.of("a", new byte[] {3}))).containsEntry("a", Put.EXISTS);
    assertThat(lazy.get("a")).hasValue(new byte[] {1, 2});
    assertThat(lazy.getRange("a", 1, 1)).hasValue(new byte[] {2});
    assertThat(lazy.list("")).containsExactly("a");
    assertThat(objects.list("")).containsExactly("a");
  }

  @Test
  void aSourceThatIsMadeLaterIsThatSource() {
    Source.Probe probe = new Source.Probe(true, 7, false, List.of());
    Pulled pulled = new Pulled.Ended(List.of());
    Source.Missed missed = new Source.Missed(List.of(), true, true);
    Source source =
        new Source() {
          @Override
          public List<Shard> shards(String stream) {
            return List.of(new Shard(stream, List.of()));
          }

          @Override
          public Probe probe(String stream, String shardId, Position after) {
            return probe;
          }

          @Override
          public HashRange hashKeys(String stream, String shardId) {
            return HashRange.ALL;
          }

          @Override
          public Optional<Pulled> pull(
              String stream, String shardId, Position after, int maxRecords) {
            return Optional.of(pulled);
          }

          @Override
          public Optional<Missed> missed(
              String stream, String shardId, Position after, int maxRecords) {
            return Optional.of(missed);
          }
        };
    Source lazy = new Lazy.Asked(() -> source);
    // A method with a default is easily forgotten.
    assertThat(Lazy.Asked.class.getDeclaredMethods())
        .extracting(Method::getName)
        .contains(Stream.of(Source.class.getMethods()).map(Method::getName).toArray(String[]::new));

    assertThat(lazy.shards("s")).extracting(Source.Shard::id).containsExactly("s");
    assertThat(lazy.probe("s", "1", null)).isSameAs(probe);
    assertThat(lazy.hashKeys("s", "1")).isSameAs(HashRange.ALL);
    assertThat(lazy.pull("s", "1", null, 1)).containsSame(pulled);
    assertThat(lazy.missed("s", "1", null, 1)).containsSame(missed);
  }
}
