package dev.sluice.testkit.faults;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that a simulation can do to an app. */
public enum Fault {
  REDELIVERY(Place.MAPPING, 6, "a batch that succeeded is delivered again, cut otherwise"),
  OTHER_BORDERS(Place.MAPPING, 2, "a batch is cut into several calls"),
  TWO_CALLERS(Place.MAPPING, 8, "a second call, cut otherwise, works on a shard at the same time"),
  ANSWER_LOST(Place.MAPPING, 8, "a call did its work and its answer is lost"),
  TIME_OUT(Place.MAPPING, 2, "a call that stands still is given up, and goes on afterwards"),
  OUT_OF_TIME(Place.MAPPING, 10, "a call is told that its time is nearly over"),
  THROTTLED_CALL(Place.MAPPING, 10, "a call does not reach its function"),
  NEW_MAPPING(Place.MAPPING, 60, "the mapping is made anew and begins with the oldest record"),
  DELAY(Place.MAPPING, 8, "a shard's batch waits for seconds"),

  CRASH_BEFORE_COMMIT(Place.PROCESS, 80, "a process dies before it puts an entry"),
  CRASH_AFTER_COMMIT(Place.PROCESS, 80, "a process dies when it has put an entry"),
  CRASH_AFTER_ADVANCE(Place.PROCESS, 8, "a process dies when it has moved an idle lane on"),
  CRASH_AFTER_BIRTH(Place.PROCESS, 4, "a process dies when it has let a lane begin"),
  CRASH_WHILE_RESTORING(
      Place.PROCESS, 2, "a process dies while it puts back the lanes of a checkpoint"),
  CRASH_BEFORE_PUBLISHING(Place.PROCESS, 80, "a process dies before it puts an object"),
  CRASH_AFTER_PUBLISHING(Place.PROCESS, 80, "a process dies when it has put an object"),
  CRASH_WHILE_READING(Place.PROCESS, 300, "a process dies while it reads a lane or a spill"),
  PAUSE(Place.PROCESS, 100, "a process stands still in the middle of a call while others work"),
  SLEEP(Place.PROCESS, 20, "a process keeps what it knows, and is called again much later"),
  CLOCK_AHEAD(Place.PROCESS, 1, "a process has a clock that is seconds ahead"),
  CLOCK_BACK(Place.PROCESS, 20, "the clock of a process, or of all, goes back by up to a minute"),
  NEW_CODE(Place.PROCESS, 2, "a process starts with a new version of the same app"),
  OTHER_CODE(Place.PROCESS, 20, "a process of another app or interval, which must be refused"),

  LOG_PUT_THROTTLED(Place.LOG, 80, "a put of an entry is refused for now"),
  LANE_THROTTLED(Place.LOG, 200, "all puts into one lane are refused for long"),
  LOG_PUT_NO_ANSWER(Place.LOG, 80, "a put of an entry does not arrive"),
  LOG_PUT_ANSWER_LOST(Place.LOG, 60, "a put of an entry landed, and nobody is told"),
  LOG_PUT_LANDS_LATE(Place.LOG, 80, "a put of an entry lands after its caller gave up"),
  LANE_HANGS(Place.LOG, 200, "all who put into one lane wait for an answer until they are killed"),
  LOG_READ_FAILS(Place.LOG, 200, "a read of a lane is not answered"),
  EXPIRY(Place.LOG, 4, "entries that have expired are removed, in any order, soon, late or never"),

  OBJECT_PUT_FAILS(Place.OBJECTS, 80, "a put of an object is refused for now"),
  OBJECT_PUT_ANSWER_LOST(Place.OBJECTS, 60, "a put of an object landed, and nobody is told"),
  OBJECT_PUT_LANDS_LATE(Place.OBJECTS, 80, "a put of an object lands after its caller gave up"),
  OBJECT_GET_FAILS(Place.OBJECTS, 150, "a read of an object is not answered"),
  OBJECT_LIST_FAILS(Place.OBJECTS, 12, "a listing of objects is not answered"),

  FILE_REMOVED(Place.OBJECTS, 4, "a file is removed, whether it was read or not"),
  SLOW_LISTING(Place.OBJECTS, 8, "others work while files or objects are listed"),

  SLOW_KEEPING(
      Place.OBJECTS, 8, "others work while something is kept that is to outlive the table"),

  CHANGED_SLOWLY(
      Place.OBJECTS,
      1,
      "others work for long while it is kept where a change of the app begins; only in seeds that"
          + " are about that"),

  TABLE_CHANGES(Place.OBJECTS, 4, "the table of a broadcast gets another content"),
  TABLE_UNREADABLE(Place.OBJECTS, 10, "the table of a broadcast gets a content that is none"),
  TABLE_LOOK_FAILS(Place.OBJECTS, 30, "a look at the table of a broadcast is not answered"),

  PROBE_FAILS(Place.STREAM, 40, "a probe of a shard is refused for now"),
  PROBE_LAGS(Place.STREAM, 8, "an empty read of a shard says that there is more"),
  PROBE_ANSWERED_LATE(Place.STREAM, 8, "others work while the answer to a probe is on its way"),
  LISTING_FAILS(Place.STREAM, 30, "the shards are not listed for now"),
  LATE_LISTING(Place.STREAM, 2, "new shards are listed seconds after they began"),
  STALE_LISTING(Place.STREAM, 2, "a listing lacks the newest shards, which others have had"),
  RESHARDING(Place.STREAM, 40, "shards are split and merged"),
  PARTITION_ADDED(Place.STREAM, 40, "a stream gets one more shard, as topics get partitions"),

  COORDINATOR_SKIPS(Place.COORDINATOR, 3, "the schedule leaves a run out"),
  COORDINATOR_AWAY(
      Place.COORDINATOR,
      30,
      "nobody coordinates for many records, now and then for up to 20 minutes"),
  WAKE_UP_LOST(Place.COORDINATOR, 2, "a wake-up is lost"),
  WAKE_UP_STALE(Place.COORDINATOR, 4, "a wake-up comes twice, or long after"),
  BUCKET_CALL_FAILS(Place.COORDINATOR, 10, "a bucket function cannot be called"),
  BUCKET_CALL_STALE(Place.COORDINATOR, 4, "a call of a bucket function comes twice, or long after"),
  END_ASKED_EARLY(
      Place.COORDINATOR, 2, "the end of the input is asked for while records are on their way"),
  HOURS_PASS(Place.COORDINATOR, 60, "hours pass without records, and entries expire"),

  OUT_OF_ORDER(Place.DATA, 4, "records are late within and beyond what is allowed"),
  FAR_AHEAD(Place.DATA, 30, "event times are hours ahead"),
  BAD_RECORD(Place.DATA, 15, "records cannot be read"),
  POISON(Place.DATA, 60, "a record kills the process that reads it"),
  OUT_OF_MEMORY(Place.DATA, 60, "a record lets the memory run out of its process, which lives on"),
  REPEATED_BY_PRODUCER(Place.DATA, 15, "a producer sends a record twice"),
  KPL_AGGREGATES(Place.DATA, 3, "a producer packs several records into one"),
  STRAY_MEMBERS(Place.DATA, 5, "a producer packs records that other shards must have"),
  LARGE_RECORD(
      Place.DATA,
      20,
      "records are too large to be kept in an entry, whether they can be read or not"),
  HUGE_RECORD(Place.DATA, 200, "records are about as large as an item of DynamoDB may be"),
  HOT_KEY(Place.DATA, 1, "nearly all records have one key"),
  MANY_KEYS(Place.DATA, 1, "each record has a key of its own, now and then 4,000 of them"),

  GIVES_UP(Place.MAPPING, 3, "a mapping gives up a batch that failed, and goes on behind it"),
  TOO_OLD(Place.MAPPING, 2, "a mapping passes over what has waited for longer than a minute"),
  SKIPS(Place.MAPPING, 60, "the mapping is made anew and leaves out what is in the stream"),
  RECORDS_EXPIRE(
      Place.STREAM,
      10,
      "records expire in the stream, whether they were read or not, and closed shards leave it"),
  COMPATIBLE_CHANGE(
      Place.PROCESS, 4, "a changed app takes over while processes of the old one live"),
  LAYOUT_CHANGE(
      Place.PROCESS, 8, "new processes want another number of buckets while old ones live"),
  CHANGED_BACK(Place.PROCESS, 2, "the app as it was before takes over, and retires what was new"),
  TABLE_LOST(Place.LOG, 20, "the table is lost, and all begin anew on the newest checkpoint"),
  READ_FROM_CHECKPOINT(
      Place.MAPPING,
      1,
      "behind a loss mappings begin at the time that the checkpoint says, not at the oldest record"),
  TABLE_RESTORED(Place.LOG, 20, "the table falls back to some time before, and all begin anew"),
  KEPT_CHECKPOINT(
      Place.LOG, 10, "a checkpoint is kept for good; all may begin anew on it, and long after"),
  KEPT_SLOWLY(
      Place.LOG,
      8,
      "others work while a checkpoint is kept for good; only in seeds that are about that"),
  CODE_THROWS(
      Place.PROCESS,
      4,
      "a function of the app throws, an error too, and does not the next time; only in seeds that"
          + " are about that"),
  OLD_CODE(
      Place.PROCESS,
      2,
      "behind a loss the app is deployed as it was before its last change; only in seeds that are"
          + " about that"),
  RENEWED_SELDOM(
      Place.COORDINATOR,
      2,
      "coordinators run as seldom as they may while hours pass; only in seeds that are about that");

  /** Where a fault comes from. */
  public enum Place {
    MAPPING,
    PROCESS,
    LOG,
    OBJECTS,
    STREAM,
    COORDINATOR,
    DATA
  }

  private final Place place;
  private final int mostOften;
  private final String text;

  Fault(Place place, int mostOften, String text) {
    this.place = place;
    this.mostOften = mostOften;
    this.text = text;
  }

  /** Where it comes from. */
  public Place place() {
    return place;
  }

  /** It happens at most once in so many times that it could. */
  public int mostOften() {
    return mostOften;
  }

  /**
   * The faults without which it does not come, as it happens to what they bring. Where one of
   * several is enough, that is one of them.
   */
  public Set<Fault> needs() {
    return switch (this) {
      case TIME_OUT -> Set.of(PAUSE);
      case EXPIRY -> Set.of(HOURS_PASS);
      case LATE_LISTING, STALE_LISTING -> Set.of(RESHARDING);
      case STRAY_MEMBERS -> Set.of(KPL_AGGREGATES);
      case CHANGED_BACK, CHANGED_SLOWLY -> Set.of(COMPATIBLE_CHANGE);
      case CRASH_WHILE_RESTORING, READ_FROM_CHECKPOINT, KEPT_CHECKPOINT -> Set.of(TABLE_LOST);
      case KEPT_SLOWLY -> Set.of(TABLE_LOST, KEPT_CHECKPOINT);
      case OLD_CODE -> Set.of(TABLE_LOST, COMPATIBLE_CHANGE);
      case RENEWED_SELDOM -> Set.of(HOURS_PASS);
      default -> Set.of();
    };
  }

  /** What happens, in a line. */
  public String text() {
    return text;
  }

  /** Its name on the command line: {@code crash-after-commit}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault of that name. */
  public static Optional<Fault> named(String id) {
    return Stream.of(values()).filter(each -> each.id().equals(id)).findFirst();
  }

  /** The names of all faults. */
  public static List<String> ids() {
    return Stream.of(values()).map(Fault::id).toList();
  }
}
