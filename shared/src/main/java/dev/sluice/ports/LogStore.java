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
   * @param expiry when a broom may remove the entry; {@link Instant#MAX} for never
   */
  Append append(String lane, long number, byte[] entry, Instant expiry);

  /**
   * The entry with the greatest number.
   *
   * @throws StoreUnavailableException if the store cannot say now
   */
  Optional<LogEntry> head(String lane);

  /**
   * Entries in ascending order from a number on, at most {@code limit} of them; fewer only where
   * the lane ends. Expired entries may be missing, which shows as a gap.
   *
   * @throws StoreUnavailableException if the store cannot say now
   */
  List<LogEntry> read(String lane, long fromNumber, int limit);
}
