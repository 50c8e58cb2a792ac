package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.entry.Logs;
import dev.sluice.memory.MemoryStream;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Tables that are lost or fall back, when nothing goes with them that must not: which batches came
 * before a shard without parents joined is known to the table and its checkpoints alone, and so is
 * which contents the tables of broadcasts had when the app began.
 */
final class Losses {
  /** A table that was restored to a point in time has lost so much at most. */
  private static final long MOST_LOST_MILLIS = 5 * 60_000L;

  private static final int FEW_PUTS = 20;

  /** Once in so many times nothing is left. */
  private static final int ALL = 6;

  private final Stores stores;
  private final Logs logs;
  private final CheckpointDesk desk;
  private final boolean finds;
  private final boolean announces;
  private final Kept kept;
  private final Spreads spreads;

  /** So many puts are older than the first checkpoint that the table's lanes have outlived. */
  private int leastPuts = Integer.MAX_VALUE;

  /** Whether the table was lost the last time, and did not fall back. */
  private boolean lost;

  /** So many checkpoints may be of a time that was given up. */
  private int outdated;

  Losses(Stores stores, EngineSettings settings, Subject subject) {
    this.stores = stores;
    // Files, and tables of broadcasts: inputs that somebody must find.
    this.announces = !subject.broadcasts().isEmpty();
    this.finds = subject instanceof WithFiles || announces;
    this.logs = new Logs(stores.ports(), settings);
    this.desk = new CheckpointDesk(stores.ports(), settings.entryLifetime());
    this.kept = new Kept(stores, settings, subject);
    this.spreads = new Spreads(stores, logs, desk);
  }

  /** Checkpoints that are kept for good. */
  Kept kept() {
    return kept;
  }

  /** Whether tables may be lost or fall back at all. */
  static boolean areAmong(Chances chances) {
    return chances.has(Fault.TABLE_LOST) || chances.has(Fault.TABLE_RESTORED);
  }

  /**
   * The table may be lost, or fall back to some time before; whether it is another one now.
   *
   * @param atWork whether somebody stands still who knows the table
   * @param buckets how many new processes want
   * @param changing whether another version of the app was deployed that has not taken over yet
   */
  boolean happen(Trouble trouble, boolean atWork, int buckets, BooleanSupplier changing) {
    if (!areAmong(trouble.chances()) || stores.inbox.lacksAny()) {
      return false; // a file that was published, and is gone when it comes again, is an error
    }
    if (finds && atWork && stores.log.head(Lanes.CONTROL).isEmpty()) {
      return false; // both would begin, and find all anew
    }
    Set<String> added = added();
    boolean again = kept.mustBeAgain();
    boolean known =
        added.isEmpty() || (again ? kept.has(added) : checkpointed().containsAll(added));
    boolean saved = again || newest(desk).isPresent();
    // Who begins from nothing finds all anew, and so does whoever stands still in the lost table.
    boolean nothingFound = stores.broadcasts.areAsAtFirst() && stores.inbox.isEmpty();
    known &= saved || nothingFound && !(finds && atWork);
    leastPuts = saved ? Math.min(leastPuts, stores.log.puts(Long.MAX_VALUE)) : leastPuts;
    if (known && trouble.happens(Fault.TABLE_LOST)) {
      kept.choose(trouble, atWork, added);
      lost = true;
      leastPuts = 0;
      stores.newTable();
      stores.log.lose();
      return true;
    }
    boolean spared = atWork && keepsOfOneTable(trouble.chances()) || changing.getAsBoolean();
    spared |= spreads.areUnderWay(trouble.chances(), buckets);
    if (spared || !trouble.happens(Fault.TABLE_RESTORED)) {
      return false;
    }
    spreads.fallBack();
    lost = false;
    long now = stores.clock.nowMillis();
    int most = stores.log.puts(now + 1);
    int least = stores.log.puts(now - MOST_LOST_MILLIS);
    int puts = most - lost(most - least, trouble.dice());
    if (stores.log.newest(Lanes.CONTROL, puts).isEmpty()) {
      puts = 0; // that the app is to begin from nothing must not outlive what it began
    }
    boolean found = !stores.inbox.isEmpty() && puts < leastPuts;
    boolean forgets = found || !added.isEmpty() && !registered(puts).containsAll(added);
    forgets |= puts == 0 && (finds && atWork || !stores.broadcasts.areAsAtFirst());
    stores.log.fallBack(forgets ? most : puts, stores.newTable());
    kept.beginFromNewest(trouble.chances());
    outdated = desk.numbers().size();
    return true;
  }

  /**
   * Whether something may be kept that holds for the history of one table only: from when on a
   * content of a broadcast holds, behind which batch the number of buckets changes, or a checkpoint
   * in which the app has not changed yet. A table that fell back has begun from the same as the one
   * before: whoever still works on that is not refused.
   */
  private boolean keepsOfOneTable(Chances chances) {
    return announces || chances.has(Fault.COMPATIBLE_CHANGE) || chances.has(Fault.LAYOUT_CHANGE);
  }

  /** All may begin from a kept checkpoint long after; whether they do. */
  boolean mayBeLongAfter(Trouble trouble) {
    boolean longAfter = kept.mayBeLongAfter(trouble);
    outdated = longAfter ? desk.numbers().size() : outdated;
    return longAfter;
  }

  /**
   * Often only some puts are lost: then lanes soon have other entries under the same numbers. Now
   * and then all are, and what checkpoints have kept of such lanes comes back.
   */
  private static int lost(int most, Dice dice) {
    if (dice.below(ALL) == 0) {
      return most;
    }
    return dice.below(dice.below(2) == 0 ? most + 1 : Math.min(most, FEW_PUTS) + 1);
  }

  /** The lanes of the shards that were added, whether they have joined or not. */
  private Set<String> added() {
    Set<String> lanes = new TreeSet<>();
    for (MemoryStream stream : stores.streams.values()) {
      stream.added().forEach(shard -> lanes.add(Lanes.shard(stream.name(), shard)));
    }
    return lanes;
  }

  /** The lanes that were registered behind so many puts. */
  private Set<String> registered(int puts) {
    return stores
        .log
        .newest(Lanes.CONTROL, puts)
        .map(entry -> logs.control(entry).lanes().keySet())
        .orElse(Set.of());
  }

  /**
   * The checkpoint that an app without lanes would go on from. A table that fell back has none
   * until it takes one of its own, where those there are have fixed what has not held since.
   */
  static Optional<CheckpointDesk.Summary> newest(CheckpointDesk desk) {
    try {
      return desk.newest();
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }

  /**
   * Behind what has just happened mappings may begin at the time that the checkpoint says.
   *
   * @param latestMillis so long ago their times of arrival are at most when they come
   */
  void mayReadFromCheckpoint(Trouble trouble, long latestMillis) {
    Optional<CheckpointDesk.Summary> from = kept.chosen().or(() -> newest(desk));
    long millis = from.map(CheckpointDesk.Summary::replayMillis).orElse(Long.MIN_VALUE);
    boolean known = lost && millis != Long.MIN_VALUE;
    boolean asked = known && trouble.happens(Fault.READ_FROM_CHECKPOINT);
    stores.starts.at(asked ? millis - latestMillis : Long.MIN_VALUE, stores.streams.values());
  }

  /** The lanes that the checkpoint has from which the app would go on. */
  private Set<String> checkpointed() {
    Set<String> lanes = new TreeSet<>();
    newest(desk).ifPresent(all -> all.lanes().forEach(lane -> lanes.add(lane.name())));
    return lanes;
  }

  /**
   * Whether the app may change, or its number of buckets. Where tables get lost there must be a
   * checkpoint: an app that begins anew begins with all that is deployed then, and publishes other
   * results. Where a table fell back, it must be a later one: else an app that was changed could go
   * on from one in which its old code was further.
   */
  boolean mayDeploy(Trouble trouble) {
    return !areAmong(trouble.chances())
        || spreads.mayChange(trouble.chances())
            && desk.numbers().size() > outdated
            && newest(desk).isPresent();
  }
}
