package dev.sluice.simulation;

import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What some seeds are about: what matters together happens often, and all else seldom. Where rates
 * are drawn for each fault alone, three that must meet at one place hardly ever do.
 */
public enum Theme {
  /** Tables are lost again and again, also before there is any checkpoint. */
  BEGINNINGS(
      EnumSet.of(
          Fault.TABLE_LOST,
          Fault.SLOW_KEEPING,
          Fault.OBJECT_PUT_LANDS_LATE,
          Fault.CRASH_AFTER_BIRTH,
          Fault.CRASH_WHILE_RESTORING),
      EnumSet.of(Fault.TABLE_RESTORED)),

  /** Numbers of buckets follow one another while tables are lost. */
  LAYOUTS(
      EnumSet.of(Fault.TABLE_LOST, Fault.SLOW_KEEPING, Fault.LAYOUT_CHANGE, Fault.PAUSE),
      EnumSet.of(Fault.TABLE_RESTORED)),

  /**
   * Numbers of buckets follow one another while checkpoints are kept from which all begin. Comes
   * only where it is asked for.
   */
  KEEPING(
      EnumSet.of(Fault.TABLE_LOST, Fault.KEPT_CHECKPOINT, Fault.KEPT_SLOWLY, Fault.LAYOUT_CHANGE),
      EnumSet.of(Fault.TABLE_RESTORED, Fault.COMPATIBLE_CHANGE)),

  /** Inputs that somebody must find are other ones while tables are lost or fall back. */
  FINDINGS(
      EnumSet.of(
          Fault.TABLE_LOST,
          Fault.TABLE_RESTORED,
          Fault.SLOW_KEEPING,
          Fault.SLOW_LISTING,
          Fault.TABLE_CHANGES),
      EnumSet.of(Fault.LAYOUT_CHANGE)),

  /** The app changes while tables are lost. */
  CHANGES(
      EnumSet.of(Fault.TABLE_LOST, Fault.SLOW_KEEPING, Fault.COMPATIBLE_CHANGE, Fault.PAUSE),
      EnumSet.of(Fault.TABLE_RESTORED)),

  /**
   * The app changes while tables are lost over and over, and stays as it is else. Comes only where
   * it is asked for.
   */
  LOST_CHANGES(
      EnumSet.of(Fault.TABLE_LOST, Fault.SLOW_KEEPING, Fault.COMPATIBLE_CHANGE, Fault.PAUSE),
      EnumSet.of(Fault.TABLE_RESTORED, Fault.LAYOUT_CHANGE),
      Fault.TABLE_LOST),

  /**
   * The app changes, and its table is lost and changed once more while somebody keeps where the
   * change begins. Comes only where it is asked for.
   */
  SLOW_CHANGES(
      EnumSet.of(Fault.TABLE_LOST, Fault.CHANGED_SLOWLY, Fault.COMPATIBLE_CHANGE, Fault.PAUSE),
      EnumSet.of(Fault.TABLE_RESTORED, Fault.LAYOUT_CHANGE),
      Fault.TABLE_LOST),

  /** What is new goes and comes back while processes sleep; no table is lost. */
  COMING_BACK(
      EnumSet.of(Fault.COMPATIBLE_CHANGE, Fault.CHANGED_BACK, Fault.SLEEP),
      EnumSet.of(Fault.LAYOUT_CHANGE)),

  /** A new version takes over while the old one is at work. */
  TAKING_OVER(
      EnumSet.of(Fault.COMPATIBLE_CHANGE, Fault.PAUSE, Fault.BUCKET_CALL_STALE),
      EnumSet.of(Fault.LAYOUT_CHANGE),
      Fault.PAUSE),

  /**
   * Shards begin while whoever lets their lanes begin dies, and others have listings of before.
   * Comes only where it is asked for.
   */
  BIRTHS(
      EnumSet.of(
          Fault.CRASH_AFTER_BIRTH,
          Fault.RESHARDING,
          Fault.PARTITION_ADDED,
          Fault.STALE_LISTING,
          Fault.LATE_LISTING),
      EnumSet.of(Fault.TABLE_LOST, Fault.TABLE_RESTORED)),

  /** Lanes are moved on that only seem to be idle. */
  IDLENESS(
      EnumSet.of(Fault.PROBE_ANSWERED_LATE),
      EnumSet.noneOf(Fault.class),
      Fault.PROBE_ANSWERED_LATE),

  /** Records expire while somebody has them. */
  EXPIRY(
      EnumSet.of(Fault.RECORDS_EXPIRE, Fault.PAUSE, Fault.TWO_CALLERS, Fault.DELAY),
      EnumSet.noneOf(Fault.class)),

  /**
   * Shards end and leave their streams while hours pass in the middle of somebody's work. Comes
   * only where it is asked for.
   */
  LEAVING(
      EnumSet.of(
          Fault.RECORDS_EXPIRE, Fault.RESHARDING, Fault.HOURS_PASS, Fault.EXPIRY, Fault.PAUSE),
      EnumSet.of(Fault.TABLE_LOST, Fault.TABLE_RESTORED),
      Fault.HOURS_PASS),

  /**
   * Hours pass in which coordinators run seldom, and what they have called goes on or does not
   * where they die. Comes only where it is asked for.
   */
  RENEWING(
      EnumSet.of(
          Fault.HOURS_PASS,
          Fault.EXPIRY,
          Fault.COORDINATOR_SKIPS,
          Fault.RENEWED_SELDOM,
          Fault.CRASH_BEFORE_COMMIT,
          Fault.BUCKET_CALL_STALE,
          Fault.LANE_THROTTLED,
          Fault.COMPATIBLE_CHANGE),
      EnumSet.of(Fault.TABLE_LOST, Fault.TABLE_RESTORED),
      Fault.HOURS_PASS,
      Fault.LANE_THROTTLED),

  /**
   * What is new is retired in the middle of the work of who has it, and whoever retires it dies in
   * the middle of his. Comes only where it is asked for.
   */
  RETIRING(
      EnumSet.of(
          Fault.COMPATIBLE_CHANGE,
          Fault.CHANGED_BACK,
          Fault.COORDINATOR_SKIPS,
          Fault.PAUSE,
          Fault.CRASH_AFTER_COMMIT,
          Fault.OUT_OF_TIME),
      EnumSet.of(Fault.LAYOUT_CHANGE),
      Fault.PAUSE),

  /**
   * Clocks are ahead, and records are committed while their lanes are moved on. By right clocks a
   * record that comes behind the answer to a probe is newer than the time to which its lane is
   * moved, so that it is all the same which entry wins. Comes only where it is asked for.
   */
  FAST_CLOCKS(
      EnumSet.of(Fault.CLOCK_AHEAD, Fault.PROBE_ANSWERED_LATE),
      EnumSet.noneOf(Fault.class),
      Fault.PROBE_ANSWERED_LATE),

  /**
   * The app and its number of buckets change together, while coordinators of before stand still and
   * those that do it end before they have begun the lanes. Comes only where it is asked for.
   */
  SPREADING(
      EnumSet.of(
          Fault.COMPATIBLE_CHANGE,
          Fault.LAYOUT_CHANGE,
          Fault.PROBE_ANSWERED_LATE,
          Fault.OUT_OF_TIME,
          Fault.BUCKET_CALL_FAILS,
          Fault.CRASH_AFTER_COMMIT),
      EnumSet.of(Fault.CHANGED_BACK),
      Fault.PROBE_ANSWERED_LATE),

  /**
   * Lanes take no puts for long while numbers of buckets follow one another and tables are lost.
   * Comes only where it is asked for.
   */
  THROTTLED_LANES(
      EnumSet.of(Fault.TABLE_LOST, Fault.LAYOUT_CHANGE, Fault.LANE_THROTTLED),
      EnumSet.of(Fault.TABLE_RESTORED),
      Fault.LANE_THROTTLED),

  /**
   * The tables of broadcasts change while those of the log are lost, and what is announced is kept
   * slowly. Comes only where it is asked for.
   */
  ANNOUNCING(
      EnumSet.of(Fault.TABLE_LOST, Fault.SLOW_KEEPING, Fault.TABLE_CHANGES, Fault.TABLE_UNREADABLE),
      EnumSet.of(Fault.TABLE_RESTORED, Fault.LAYOUT_CHANGE, Fault.COMPATIBLE_CHANGE)),

  /**
   * The tables of broadcasts change while those of the log fall back and are lost, and checkpoints
   * are kept. Comes only where it is asked for.
   */
  FALLING_BACK(
      EnumSet.of(
          Fault.TABLE_LOST, Fault.TABLE_RESTORED, Fault.KEPT_CHECKPOINT, Fault.TABLE_CHANGES),
      EnumSet.of(Fault.LAYOUT_CHANGE, Fault.COMPATIBLE_CHANGE),
      Fault.TABLE_CHANGES,
      Fault.TABLE_RESTORED,
      Fault.TABLE_LOST),

  /**
   * Numbers of buckets follow one another while tables fall back and are lost. Comes only where it
   * is asked for.
   */
  FALLING_LAYOUTS(
      EnumSet.of(Fault.TABLE_LOST, Fault.TABLE_RESTORED, Fault.LAYOUT_CHANGE),
      EnumSet.of(Fault.COMPATIBLE_CHANGE),
      Fault.TABLE_RESTORED),

  /**
   * Shards begin while tables are lost, and mappings begin where the checkpoint says. Comes only
   * where it is asked for.
   */
  READING_ANEW(
      EnumSet.of(
          Fault.TABLE_LOST,
          Fault.READ_FROM_CHECKPOINT,
          Fault.KEPT_CHECKPOINT,
          Fault.RESHARDING,
          Fault.PARTITION_ADDED,
          Fault.OUT_OF_TIME),
      EnumSet.of(
          Fault.TABLE_RESTORED, Fault.NEW_MAPPING, Fault.SKIPS, Fault.GIVES_UP, Fault.TOO_OLD)),

  /**
   * Functions of the app throw, errors too, and do not the next time. Comes only where it is asked
   * for.
   */
  THROWING(
      EnumSet.of(
          Fault.CODE_THROWS,
          Fault.PAUSE,
          Fault.CRASH_AFTER_COMMIT,
          Fault.BUCKET_CALL_STALE,
          Fault.TABLE_LOST),
      EnumSet.noneOf(Fault.class)),

  /**
   * The app changes, its table is lost, and its owner goes back to the code of before the change,
   * and forth again. Comes only where it is asked for.
   */
  OLD_CODE(
      EnumSet.of(
          Fault.TABLE_LOST,
          Fault.OLD_CODE,
          Fault.COMPATIBLE_CHANGE,
          Fault.SLOW_KEEPING,
          Fault.PAUSE),
      EnumSet.of(Fault.TABLE_RESTORED, Fault.LAYOUT_CHANGE),
      Fault.TABLE_LOST);

  /** What happens only in seeds that are about it. */
  private static final Set<Fault> ASKED_FOR =
      EnumSet.of(
          Fault.KEPT_SLOWLY,
          Fault.CHANGED_SLOWLY,
          Fault.CODE_THROWS,
          Fault.OLD_CODE,
          Fault.RENEWED_SELDOM);

  /** One seed in so many has a theme. */
  private static final int SEEDS = 4;

  /** What does not belong to a theme happens so many times less often. */
  private static final int RARER = 8;

  private static final List<Theme> OF_LOSSES = List.of(BEGINNINGS, LAYOUTS, FINDINGS, CHANGES);

  private static final List<Theme> OF_OTHERS = List.of(COMING_BACK, TAKING_OVER, IDLENESS, EXPIRY);

  /** What a theme is about before all happens so many times more often than it ever does. */
  private static final int MORE = 4;

  private final Set<Fault> often;
  private final Set<Fault> never;
  private final List<Fault> more;

  Theme(Set<Fault> often, Set<Fault> never, Fault... more) {
    this.often = often;
    this.never = never;
    this.more = List.of(more);
  }

  /** How users name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The names of all. */
  public static List<String> ids() {
    return Stream.of(values()).map(Theme::id).toList();
  }

  /** The theme with a name, if there is one. */
  public static Optional<Theme> named(String id) {
    return Stream.of(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * Whether tables may be lost in it.
   *
   * @param drawn whether they may with the seed as such
   */
  boolean mayLose(boolean drawn) {
    if (this == THROWING) {
      return drawn;
    }
    return often.contains(Fault.TABLE_LOST) || often.contains(Fault.TABLE_RESTORED);
  }

  /** The faults that a seed does not have, as it is not about them. */
  static Set<Fault> leftOut(Optional<Theme> about) {
    Set<Fault> left = EnumSet.copyOf(ASKED_FOR);
    about.ifPresent(each -> left.removeAll(each.often));
    return left;
  }

  /** The theme without which a fault does not come, if there is one. */
  public static Optional<Theme> neededBy(Fault fault) {
    return Stream.of(values())
        .filter(each -> ASKED_FOR.contains(fault) && each.often.contains(fault))
        .findFirst();
  }

  /**
   * The theme of a seed, if it has one.
   *
   * @param number of the seed among those that may lose tables, or among the others
   */
  static Optional<Theme> of(long number, boolean mayLose) {
    if (Math.floorMod(number, SEEDS) != 0) {
      return Optional.empty();
    }
    List<Theme> some = mayLose ? OF_LOSSES : OF_OTHERS;
    return Optional.of(some.get(Math.floorMod(Math.floorDiv(number, SEEDS), some.size())));
  }

  /**
   * Rates with the theme.
   *
   * @param drawn without it
   * @param possible the faults that may happen
   */
  Chances in(Chances drawn, Set<Fault> possible) {
    Set<Fault> most = EnumSet.noneOf(Fault.class);
    possible.stream().filter(often::contains).forEach(most::add);
    Set<Fault> others = EnumSet.allOf(Fault.class);
    others.removeAll(often);
    Chances rates = drawn.rarer(RARER, others).without(never).mostOften(most);
    for (Fault fault : more) {
      rates = rates.has(fault) ? rates.with(fault, fault.mostOften() / MORE) : rates;
    }
    return rates;
  }
}
