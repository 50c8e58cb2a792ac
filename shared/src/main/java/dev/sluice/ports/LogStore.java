package dev.sluice.ports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lanes: logs of numbered entries, in which each number is put once. {@link #append} is the only
 * commit that Sluice knows. All reads are strongly consistent: an entry whose put has been answered
 * is seen by every later read.
 *
 * <p>Lanes are named by the engine; a name holds letters, digits and {@code / - _ . # !}.
 */
public interface LogStore {

  /** The most that an entry may hold: DynamoDB's 400 KB for an item, less 4 KB for the keys. */
  int MAX_ENTRY_BYTES = 396 * 1024;

  /**
   * Puts an entry if its number is free in the lane. Exactly one of several racing callers with
   * different bytes is answered {@link Append.Appended}. A caller whose identical bytes are there
   * already (its own earlier try, whose answer was lost) is answered {@code Appended} too.
   *
   * @param number at least 0; that lower numbers are there is not asked
   * @param expiry when a broom may remove the entry; {@link Instant#MAX} for never. The expiry of
   *     the put that made the entry holds
   * @throws StoreRefusedException if repeating cannot help: no such table, no permission
   */
  Append append(String lane, long number, byte[] entry, Instant expiry);

  /**
   * The entry with the greatest number.
   *
   * @throws StoreUnavailableException if the store cannot say now
   * @throws StoreRefusedException if repeating cannot help: no such table, no permission
   */
  Optional<LogEntry> head(String lane);

  /**
   * Entries in ascending order from a number on, at most {@code limit} of them; fewer only where
   * the lane ends. Expired entries may be missing, which shows as a gap.
   *
   * @param fromNumber the lowest number wanted, at least 0
   * @param limit at least 1; a limit of n may bring n times {@link #MAX_ENTRY_BYTES} into memory
   * @throws StoreUnavailableException if the store cannot say now
   * @throws StoreRefusedException if repeating cannot help: no such table, no permission
   */
  List<LogEntry> read(String lane, long fromNumber, int limit);

  /**
   * For implementations: checks the number of an entry.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static void checkNumber(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("entries are numbered from 0, not " + number);
    }
  }

  /**
   * For implementations: checks the limit of a read.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a read takes at least 1 entry, not " + limit);
    }
  }
}
