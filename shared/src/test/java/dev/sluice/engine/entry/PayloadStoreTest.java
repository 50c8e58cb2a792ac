package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ProtocolException;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Metrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadStoreTest {
  private static final int PART = 10_000;

  private final MemoryObjects spills = new MemoryObjects(Metrics.NONE);
  private final PayloadStore store =
      new PayloadStore(spills, () -> "id", () -> 0, Duration.ofDays(1), PART);

  @Test
  void whatIsLargerThanAnObjectMayBeIsKeptInSeveral() {
    for (int length : new int[] {PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 1}) {
      byte[] bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      Payload payload = store.store("b/1", length, bytes);
      int objects = (length + PART - 1) / PART;
      assertThat(((Payload.Spilled) payload).objects(PART)).hasSize(objects);
      assertThat(spills.list("spill/1970-01-03/b/1/" + length + "-")).hasSize(objects);
      assertThat(store.read(payload)).isEqualTo(bytes);
      for (int from : new int[] {0, 1, PART - 2, length - 1}) {
        for (int size : new int[] {0, 1, 2, PART, PART + 1, length}) {
          int to = Math.min(length, from + size);
          assertThat(store.read(payload, from, to - from))
              .isEqualTo(Arrays.copyOfRange(bytes, from, to));
        }
      }
    }
  }

  @Test
  void itIsMissingWhereOneOfThemIs() {
    byte[] bytes = new byte[2 * PART + 1];
    Payload.Spilled spilled = store.spill("all", bytes);
    assertThat(spilled.objects(PART)).isEqualTo(List.of("all", "all.1", "all.2"));
    assertThat(store.find(spilled)).hasValue(bytes);
    MemoryObjects rest = new MemoryObjects(Metrics.NONE);
    List.of("all", "all.2").forEach(n -> rest.putIfAbsent(n, spills.get(n).orElseThrow()));
    PayloadStore some = new PayloadStore(rest, () -> "id", () -> 0, Duration.ofDays(1), PART);
    assertThat(some.find(spilled)).isEmpty();
    assertThatThrownBy(() -> some.read(spilled, PART - 1, 2))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E02")
        .hasMessageContaining("all");
    assertThat(some.read(spilled, 2 * PART, 1)).hasSize(1);
  }

  @Test
  void whatWasChangedIsNotTakenForWhatWasPut() {
    byte[] bytes = new byte[PART + 1];
    Payload.Spilled spilled = store.spill("all", bytes);
    MemoryObjects changed = new MemoryObjects(Metrics.NONE);
    changed.putIfAbsent("all", bytes(PART, 1));
    changed.putIfAbsent("all.1", bytes(1, 0));
    PayloadStore other = new PayloadStore(changed, () -> "id", () -> 0, Duration.ofDays(1), PART);
    assertThat(other.find(spilled)).isEmpty();
    assertThatThrownBy(() -> other.read(spilled)).hasMessageContaining("SLUICE-E02");
    Payload.Spilled before = new Payload.Spilled("all", PART + 1, ""); // of older code
    assertThat(other.read(before)).hasSize(PART + 1);
  }

  private static byte[] bytes(int length, int first) {
    byte[] bytes = new byte[length];
    bytes[0] = (byte) first;
    return bytes;
  }

  @Test
  void othersThatHaveItsNameAreNotTakenForIt() {
    store.spill("all", new byte[2 * PART]);
    byte[] other = new byte[2 * PART];
    other[2 * PART - 1] = 1;
    assertThat(store.spill("all", new byte[2 * PART])).isNotNull();
    assertThatThrownBy(() -> store.spill("all", other)).isInstanceOf(ProtocolException.class);
  }
}
