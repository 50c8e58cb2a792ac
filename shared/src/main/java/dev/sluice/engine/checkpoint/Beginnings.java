package dev.sluice.engine.checkpoint;

import dev.sluice.engine.RefusedException;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each table of an app began from, outside of the tables and for good: it says which of them
 * is in use, and so whose checkpoints are gone on from. A process of a table that was given up may
 * still take one.
 */
final class Beginnings {
  /** Numbers are drawn there, by whoever wants to claim a table. */
  private static final String DRAWN = "keep/restore/";

  /** The claims of tables that have begun, in that order. */
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

  /**
   * The tables that have begun.
   *
   * @param claims of each that is not of older code, in the order in which they began
   */
  record Known(List<StartEntry> claims) {
    /** How many they are. */
    long count() {
      return claims.size();
    }

    /** The claim of the one in use, nothing where only older code has begun one. */
    Optional<StartEntry> newest() {
      return claims.isEmpty() ? Optional.empty() : Optional.of(claims.get(claims.size() - 1));
    }
  }

  /** The tables that have begun so far. */
  Known known() {
    List<StartEntry> claims = new ArrayList<>();
    Optional<StartEntry> next = read(1);
    while (next.isPresent()) {
      claims.add(next.get());
      next = read(claims.size() + 1);
    }
    return new Known(List.copyOf(claims));
  }

  /**
   * Looks whether a table is in use.
   *
   * @param restore the number of what it began from
   * @throws RefusedException SLUICE-E32 if another one has begun since
   */
  void requireInUse(long restore) {
    known()
        .newest()
        .filter(each -> each.restore() != restore)
        .ifPresent(
            each -> {
              throw givenUp(each);
            });
  }

  private static RefusedException givenUp(StartEntry other) {
    return new RefusedException(
        "SLUICE-E32",
        "the app has begun in another table than this one, and goes on there, as beginning "
            + other.restore()
            + "; nothing is done here any more");
  }

  private Optional<StartEntry> read(long place) {
    return spills.get(BEGUN + place).map(StartEntry::decode);
  }

  /**
   * A table is in use from now on, and none that began before.
   *
   * @param done its claim, as it is when all is there
   * @param surelyMillis a time at which the call at work had not begun yet, by whichever clock
   * @throws RefusedException SLUICE-E32 if another table may have begun since then, of which the
   *     claim did not know
   */
  void begin(StartEntry done, long surelyMillis) {
    long place = 1;
    while (true) {
      Optional<StartEntry> there = read(place);
      if (there.isEmpty()) {
        if (spills.putIfAbsent(BEGUN + place, done.encode()) == ObjectStore.Put.CREATED) {
          return;
        } // else it is looked at: somebody was first, or the answer to an earlier try was lost
      } else if (there.get().restore() == done.restore()) {
        return;
      } else if (place > done.behind() && there.get().atMillis() >= surelyMillis) {
        throw givenUp(there.get());
      } else {
        place++;
      }
    }
  }
}
