package dev.sluice.simulation;

import dev.sluice.api.StreamApp;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;

/** An app with its input and, where somebody knows it, what must come out. */
public interface Subject {

  /** What it is, in a few words. */
  String name();

  /** The app. Called once for each run: what an app keeps itself is not carried on. */
  StreamApp app();

  /**
   * The same for a run of its own, where it has sinks outside: what they are called with belongs to
   * one run.
   *
   * @param trouble decides when they throw
   */
  default Subject in(Trouble trouble) {
    return this;
  }

  /** What its sinks outside are called with, where somebody sees it. */
  default Optional<Calls> calls() {
    return Optional.empty();
  }

  /** The streams that the app reads, one or several. */
  List<String> streams();

  /** The lines of static tables, by name. */
  default Map<String, List<String>> tables() {
    return Map.of();
  }

  /**
   * The tables that the app reads by broadcasts. Each of their contents is a line with a number,
   * greater than all before.
   */
  default List<String> broadcasts() {
    return List.of();
  }

  /** When the first record arrives, in milliseconds. */
  default long beginMillis() {
    return 1_000_000;
  }

  /**
   * Makes a record's bytes.
   *
   * @param random the only source of chance
   * @param stream where it arrives
   * @param number of the record, from 0
   * @param stampMillis when it arrives
   * @param flaws say which data is bad: the faults of {@link
   *     dev.sluice.testkit.faults.Fault.Place#DATA}
   */
  byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws);

  /**
   * What must be published for records, by somebody who shares no code with the engine.
   *
   * @param records in the order (interval, stream, shard, position)
   * @param lastMillis the newest clock of all shards, in whose interval the input ends
   * @return nothing where nobody knows: then a run without faults says it
   */
  default Optional<Expected> expected(List<Arrived> records, long lastMillis) {
    return Optional.empty();
  }

  /**
   * Whether the oracle takes records of streams that the app does not read, which a changed version
   * has added: they count among the records, and make batches.
   */
  default boolean takesOthers() {
    return false;
  }

  /** The faults that cannot happen to it. */
  default Set<Fault> impossible() {
    return Set.of();
  }

  /**
   * What an oracle says.
   *
   * @param rows the lines of each directory of results, sorted; without dead letters, and with the
   *     rows of sinks outside, see {@link Calls#directory}
   * @param counters the counters that it knows, by name, and the app's own behind {@code
   *     accumulator/}
   */
  record Expected(SortedMap<String, List<String>> rows, SortedMap<String, Long> counters) {}
}
