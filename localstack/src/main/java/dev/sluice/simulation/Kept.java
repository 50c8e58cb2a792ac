package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogStore;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import dev.sluice.testkit.faults.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Checkpoints that somebody keeps for good, from outside. When the table is lost and nobody is at
 * work, new processes may be told to begin from one of them. Long after, brooms have been there:
 * what is not below {@code keep/} is gone as far as it is old.
 */
final class Kept {
  /** All is gone in one case of so many. */
  private static final int ALL_IS_GONE = 4;

  /** In one case of so many the newest checkpoint is the better one, or brooms have not come. */
  private static final int SELDOM = 4;

  private static final String MANIFESTS = "checkpoints/manifest/";

  /**
   * A checkpoint that is kept.
   *
   * @param fixed up to which batch contents of broadcasts are fixed in it
   * @param contents which these are
   */
  private record One(
      CheckpointDesk.Summary summary,
      long atMillis,
      long fixed,
      Map<String, NavigableMap<Long, Integer>> contents) {

    /** The last entry of each lane. */
    Map<String, Long> ends() {
      Map<String, Long> ends = new HashMap<>();
      summary.lanes().forEach(each -> ends.put(each.name(), each.to()));
      return ends;
    }

    boolean isFurtherThan(One other) {
      Map<String, Long> ends = other.ends();
      return ends().entrySet().stream()
          .anyMatch(each -> each.getValue() > ends.getOrDefault(each.getKey(), Long.MIN_VALUE));
    }
  }

  private final Stores stores;
  private final EngineSettings settings;
  private final CheckpointDesk desk;
  private final Subject subject;
  private final List<One> all = new ArrayList<>();
  private int names;

  /** From which the table of now has begun. */
  private Optional<One> start = Optional.empty();

  /** Whether it is only now that all begin from it. */
  private boolean justNow;

  /** Whether brooms had been there then, so that another one gives other results. */
  private boolean swept;

  /** Brooms were there since one of this time was kept: none of before has what came since. */
  private long sweptSinceMillis = Long.MIN_VALUE;

  Kept(Stores stores, EngineSettings settings, Subject subject) {
    this.stores = stores;
    this.settings = settings;
    this.desk = new CheckpointDesk(stores.ports(), settings.entryLifetime());
    this.subject = subject;
  }

  /** Somebody may keep a checkpoint. */
  void mayKeep(Trouble trouble, Plan plan) {
    if (!trouble.chances().has(Fault.TABLE_LOST)
        || stores.log.head(Lanes.CONTROL).isEmpty()
        || !trouble.happens(Fault.KEPT_CHECKPOINT)) {
      return;
    }
    Witness table = stores.witness();
    try {
      slowly(trouble)
          .keep(plan, "k" + names++)
          .filter(each -> stores.witness() == table) // else nobody begins from what was given up
          .ifPresent(each -> all.add(kept(each)));
    } catch (Crash e) {
      trouble.tell("no checkpoint is kept: " + e.getMessage());
    } catch (RefusedException e) {
      trouble.tell(e.getMessage()); // another version is in force: the new one comes again
    } catch (ProtocolException e) {
      boolean isGone = stores.witness() != table; // and perhaps what it had below spill/ as well
      if (!isGone && !e.getMessage().startsWith("SLUICE-E11") && !isBeingRestored()) {
        throw new Run.Failed("keep a checkpoint", e);
      } // else whoever wants to keep one comes again
    }
  }

  private One kept(CheckpointDesk.Summary summary) {
    long end = summary.lanes().stream().filter(Kept::isControl).findFirst().orElseThrow().to();
    ControlEntry entry =
        new Logs(stores.ports(), settings)
            .control(stores.log.read(Lanes.CONTROL, end, 1).get(0).bytes());
    long fixed = Math.max(entry.announced().horizon(), entry.lastBorder());
    return new One(summary, stores.clock.nowMillis(), fixed, announced().upTo(fixed));
  }

  private static boolean isControl(CheckpointDesk.Lane lane) {
    return lane.name().equals(Lanes.CONTROL);
  }

  private Broadcasts.Announced announced() {
    return stores.broadcasts.announced(stores, settings);
  }

  /** Whoever keeps one may stand still between lanes, as he reads them from far away. */
  private CheckpointDesk slowly(Trouble trouble) {
    if (!trouble.chances().has(Fault.KEPT_SLOWLY)) {
      return desk;
    }
    LogStore slow = new SlowLog(stores.log.open(), trouble);
    return new CheckpointDesk(stores.ports(slow), settings.entryLifetime());
  }

  private boolean isBeingRestored() {
    return stores.log.read(Lanes.START, 0, 2).size() == 1;
  }

  /** What processes of a table that has just been lost or fallen back begin from. */
  StartFrom start() {
    return start
        .<StartFrom>map(each -> new StartFrom.Kept(each.summary.kept()))
        .orElse(new StartFrom.Newest());
  }

  /** The one that they begin from, if it is none of those that coordinators take. */
  Optional<CheckpointDesk.Summary> chosen() {
    return start.map(One::summary);
  }

  /**
   * Whether the table can be lost only if all begin from the same kept checkpoint once more: nobody
   * has begun from it, and what there is of others is of what was given up.
   */
  boolean mustBeAgain() {
    return swept && stores.log.read(Lanes.START, 0, 2).size() < 2;
  }

  /** Whether the one from which the table of now has begun has some lanes. */
  boolean has(Set<String> lanes) {
    return start.filter(each -> each.ends().keySet().containsAll(lanes)).isPresent();
  }

  /**
   * The table is lost: all begin from a kept checkpoint, or from the newest one.
   *
   * @param atWork whether somebody stands still who knows the table
   * @param lanes that must not be lost
   */
  void choose(Trouble trouble, boolean atWork, Set<String> lanes) {
    if (mustBeAgain()) {
      justNow = true;
      return;
    }
    // One of a history that was given up may have fixed other contents than have held since.
    Broadcasts.Announced announced = announced();
    List<One> good =
        all.stream()
            .filter(each -> each.ends().keySet().containsAll(lanes))
            .filter(each -> announced.upTo(each.fixed).equals(each.contents))
            .filter(each -> !isGivenUp(each))
            .toList();
    Dice dice = trouble.dice();
    if (atWork || good.isEmpty() || dice.below(SELDOM) == 0) {
      beginFromNewest(trouble.chances());
      return;
    }
    One one = good.get(dice.below(good.size()));
    all.subList(all.indexOf(one) + 1, all.size()).clear(); // also those of the same time
    begin(Optional.of(one));
  }

  /**
   * Whether its owner hears that another content has held, when he looks: in a table that fell back
   * since, before that was announced in it, too.
   */
  private boolean isGivenUp(One one) {
    return desk.keptFault(one.summary.kept()).filter(why -> why.endsWith("given up")).isPresent();
  }

  /** The table has fallen back, or all begin from the newest checkpoint. */
  void beginFromNewest(Chances chances) {
    justNow = false;
    if (mustBeAgain()) {
      return;
    }
    if (chances.has(Fault.COMPATIBLE_CHANGE) || chances.has(Fault.LAYOUT_CHANGE)) {
      // One of a history that was given up may be further than where a change begins in the next.
      all.clear();
    }
    begin(Optional.empty());
  }

  private void begin(Optional<One> from) {
    start = from;
    justNow = from.isPresent();
    swept = false;
  }

  /**
   * It may be long after the checkpoint was kept that all begin from it; whether it is. Which
   * content of a broadcast held since is forgotten then, and who has such begins with that of now:
   * nobody knows what must come of it.
   */
  boolean mayBeLongAfter(Trouble trouble) {
    if (!justNow || !subject.broadcasts().isEmpty()) {
      return false;
    }
    One one = start.get();
    boolean soon = trouble.dice().below(SELDOM) == 0;
    if (soon && one.atMillis >= sweptSinceMillis) {
      return false;
    }
    long now = stores.clock.nowMillis();
    int age = (int) (now - one.atMillis);
    boolean everything = trouble.dice().below(ALL_IS_GONE) == 1;
    long before = everything ? now + 1 : one.atMillis + trouble.dice().below(age + 1);
    stores.spills.sweep(name -> !name.startsWith("keep/"), before);
    removeBroken(now + 1);
    if (subject instanceof WithFiles) {
      stores.newPlace(one.summary.borderMillis(), one.ends());
    }
    all.removeIf(each -> each.isFurtherThan(one)); // of a history that is given up for good now
    swept = true;
    sweptSinceMillis = one.atMillis;
    trouble.tell("brooms were there since " + one.summary.kept() + " was kept");
    return true;
  }

  /** No broom takes anything that a checkpoint needs which is younger than an entry can be. */
  private void removeBroken(long beforeMillis) {
    for (long number : desk.numbers()) {
      if (desk.fault(number).isPresent()) {
        stores.spills.sweep(
            name -> name.startsWith(MANIFESTS) && name.endsWith("0" + number), beforeMillis);
      }
    }
  }
}
