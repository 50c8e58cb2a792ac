package dev.sluice.engine.checkpoint;

import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What each table of an app began from, outside of the tables and for good: it says which of them
 * is in use, and so whose checkpoints are gone on from. A process of a table that was given up may
 * still take one.
 */
final class Beginnings {
  /** Numbers are drawn there, by whoever wants to claim a table. */
  private static final String DRAWN = "keep/restore/";

  /** The claims of tables that have begun, by these numbers. */
  private static final String BEGUN = "keep/begun/";

  private final ObjectStore spills;

  Beginnings(ObjectStore spills) {
    this.spills = spills;
  }

  /** A number that nobody has drawn, larger than those before: two tables never share one. */
  long draw(String what, long nowMillis) {
    byte[] text =
        (what + " at " + Instant.ofEpochMilli(nowMillis)).getBytes(StandardCharsets.UTF_8);
    long number = 1;
    while (spills.get(DRAWN + number).isPresent()
        || spills.putIfAbsent(DRAWN + number, text) == ObjectStore.Put.EXISTS) {
      number++;
    }
    return number;
  }

  /** The table of a claim is in use from now on, and none that began before. */
  void begun(StartEntry claim) {
    spills.putIfAbsent(BEGUN + claim.restore(), claim.encode());
  }

  /** The claim of the table that is in use, nothing where only older code has begun one. */
  Optional<StartEntry> newest() {
    return spills.list(BEGUN).stream()
        .map(name -> name.substring(BEGUN.length()))
        .map(Long::valueOf)
        .max(Long::compare)
        .flatMap(number -> spills.get(BEGUN + number))
        .map(StartEntry::decode);
  }
}
