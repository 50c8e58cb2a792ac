package dev.sluice.simulation;

import dev.sluice.api.StreamApp;
import dev.sluice.testkit.faults.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Somebody's own app on lines of their own, over and over. What it must give is what it gives in a
 * run in which nothing goes wrong.
 *
 * @param name what to call it
 * @param maker makes the app anew for each run
 * @param tables the lines of its static tables, by name
 * @param lines those of each stream that the app reads, at least one
 * @param beginMillis when the first line arrives: behind the event times of all
 * @param first the line of the longest file with which a seed begins, from 0; the others begin at
 *     the same part of theirs, and none so near its end that few lines would come in their order
 */
public record Lines(
    String name,
    Supplier<StreamApp> maker,
    Map<String, List<String>> tables,
    Map<String, List<byte[]>> lines,
    long beginMillis,
    long first)
    implements Subject {

  /**
   * What does not happen to them: who knows only what a calm run gives can compare nothing where
   * other records count, or in other batches, or where rows are in other files and values behind an
   * operator in another order; and what is in records is the owner's.
   */
  private static final Set<Fault> NEVER =
      EnumSet.of(
          Fault.RECORDS_EXPIRE,
          Fault.CLOCK_AHEAD,
          Fault.PARTITION_ADDED,
          Fault.FILE_REMOVED,
          Fault.TABLE_CHANGES,
          Fault.TABLE_UNREADABLE,
          Fault.TABLE_LOOK_FAILS,
          Fault.OUT_OF_ORDER,
          Fault.FAR_AHEAD,
          Fault.POISON,
          Fault.OUT_OF_MEMORY,
          Fault.LARGE_RECORD,
          Fault.HUGE_RECORD,
          Fault.HOT_KEY,
          Fault.LAYOUT_CHANGE);

  /** Seeds begin so many lines of the longest file behind one another. */
  private static final int STEP = 37;

  /** So many lines come in their order before a file begins again: the fewest that a seed has. */
  private static final int IN_ORDER = Trial.LEAST_RECORDS;

  public Lines {
    if (lines.isEmpty() || lines.values().stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "a simulation needs at least one line of input for each stream");
    }
  }

  private int start(int size) {
    long longest = lines.values().stream().mapToInt(List::size).max().orElseThrow();
    long wanted = Math.floorMod(first, longest) * size / longest;
    return (int) Math.min(wanted, Math.max(0, size - IN_ORDER));
  }

  /** The faults that do not happen to an app of somebody's own. */
  public static Set<Fault> never() {
    return EnumSet.copyOf(NEVER);
  }

  /** The same for a seed: each begins with another line. */
  public Lines of(long seed) {
    return new Lines(name, maker, tables, lines, beginMillis, (seed - 1) * STEP);
  }

  @Override
  public Set<Fault> impossible() {
    return never();
  }

  @Override
  public StreamApp app() {
    return maker.get();
  }

  @Override
  public List<String> streams() {
    return List.copyOf(new TreeSet<>(lines.keySet()));
  }

  @Override
  public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
    List<byte[]> all = lines.get(stream);
    byte[] line = all.get((start(all.size()) + number) % all.size());
    if (flaws.happens(Fault.BAD_RECORD, random)) {
      byte[] broken = line.clone();
      random.nextBytes(broken);
      return broken;
    }
    return line;
  }
}
