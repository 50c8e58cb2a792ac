package dev.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.ObjectStoreContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryObjectsTest extends ObjectStoreContract {
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryObjects objects = new MemoryObjects(metrics);

  @Override
  protected ObjectStore emptyStore() {
    return objects;
  }

  @Test
  void requestsAreCountedAsTheyAreBilled() {
    objects.putIfAbsent("a", new byte[10]);
    objects.putIfAbsent("a", new byte[20]);
    objects.putIfAbsent("b", new byte[5]);
    objects.get("a");
    objects.getRange("c", 0, 1);
    objects.list("");
    assertThat(metrics.snapshot())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "objects.puts", 3.0,
                "objects.bytes_written", 15.0,
                "objects.gets", 2.0,
                "objects.lists", 1.0));
    for (int i = 0; i < 999; i++) {
      objects.putIfAbsent("n" + i, new byte[0]);
    }
    objects.list("");
    assertThat(metrics.value("objects.lists")).isEqualTo(3);
  }
}
