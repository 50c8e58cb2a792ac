package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Tables;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The contents 0, 1 and 2 of a table, as control lanes announce them. */
class BroadcastsTest {
  private static final String NAME = "rates";
  private static final Announcements.Version FIRST = version(Long.MIN_VALUE, 0);

  private final Broadcasts broadcasts = new Broadcasts(List.of(NAME));
  private final List<ControlEntry> entries = new ArrayList<>();

  private final byte[] begun = entry(5, FIRST);
  private final byte[] changed = entry(8, FIRST, version(6, 1));

  /** It does not say any more what held before. */
  private final byte[] late = entry(20, version(15, 2));

  BroadcastsTest() {
    Trouble trouble = new Trouble(new Chances(Map.of(Fault.TABLE_CHANGES, 1)), Dice.of(1), x -> {});
    broadcasts.mayChange(trouble);
    broadcasts.mayChange(trouble);
  }

  @Test
  void aTableThatFellBackTakesBackWhatItDoesNotHave() {
    assertThat(contentOf(7, List.of(table(begun, changed), table(begun)))).isEqualTo(0);
  }

  @Test
  void aTableThatIsRestoredHasWhatItsFirstEntryDoesNotSayAnyMore() {
    assertThat(contentOf(7, List.of(table(begun, changed, late), table(late)))).isEqualTo(1);
    assertThat(contentOf(16, List.of(table(begun, changed, late), table(late)))).isEqualTo(2);
  }

  /** Seed 9571 with the theme announcing: the last table had content 0 for interval 7. */
  @Test
  void aTableThatIsLostWhileItIsRestoredTakesNothingFromTheNextOne() {
    assertThat(contentOf(7, List.of(table(begun, changed, late), table(begun), table(late))))
        .isEqualTo(1);
  }

  private int contentOf(long k, List<SortedMap<Long, byte[]>> tables) {
    Broadcasts.Announced announced = broadcasts.announced(tables, bytes -> entries.get(bytes[0]));
    assertThat(announced.violations()).isEmpty();
    return announced.at(k).get(NAME);
  }

  private byte[] entry(long horizon, Announcements.Version... versions) {
    Announcements announced =
        new Announcements(horizon, new TreeMap<>(Map.of(NAME, List.of(versions))));
    entries.add(ControlEntry.nothing("graph", 1_000, 1, 1, 0).announcing(announced));
    return new byte[] {(byte) (entries.size() - 1)};
  }

  private static SortedMap<Long, byte[]> table(byte[]... lane) {
    SortedMap<Long, byte[]> numbered = new TreeMap<>();
    for (byte[] each : lane) {
      numbered.put((long) numbered.size(), each);
    }
    return numbered;
  }

  private static Announcements.Version version(long from, int content) {
    byte[] bytes = (content + "\n").getBytes(StandardCharsets.UTF_8);
    return new Announcements.Version(from, Tables.digest(bytes), bytes.length);
  }
}
