package dev.sluice.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.StoreUnavailableException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyObjectsTest {
  private final MemoryObjects objects = new MemoryObjects((name, delta) -> {});

  private FaultyObjects with(Fault fault, Runnable meanwhile) {
    Trouble trouble = new Trouble(new Chances(Map.of(fault, 1)), Dice.of(1), line -> {});
    trouble.meanwhile(meanwhile);
    Set<String> gone = Set.of("a/swept");
    return new FaultyObjects(objects, trouble, gone::contains, (name, bytes) -> {}, late -> {});
  }

  private void put(String... names) {
    for (String name : names) {
      objects.putIfAbsent(name, new byte[1]);
    }
  }

  @Test
  void listingIsNotAnswered() {
    put("a/1");
    assertThatThrownBy(() -> with(Fault.OBJECT_LIST_FAILS, () -> {}).list("a/"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void listingInPagesLacksWhatOthersPutBeforeTheSecondPage() {
    put("a/2", "a/4", "a/6", "a/swept");
    FaultyObjects slow = with(Fault.SLOW_LISTING, () -> put("a/1", "a/3", "a/5"));
    assertThat(slow.list("a/")).containsExactly("a/2", "a/4", "a/5", "a/6");
    assertThat(slow.list("a/")).contains("a/1", "a/3");
  }

  @Test
  void listingOfNothingHasWhatOthersPutMeanwhile() {
    assertThat(with(Fault.SLOW_LISTING, () -> put("a/1")).list("a/")).containsExactly("a/1");
  }
}
