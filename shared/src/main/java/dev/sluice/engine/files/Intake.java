package dev.sluice.engine.files;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.ports.FileStore.FileVersion;
import dev.sluice.ports.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The log of a prefix: which files there are to read, and in which order. Any number of processes
 * list and take in at the same time; one wins each entry, and whoever loses looks at what is new.
 *
 * <p>Everything that the first listing shows is taken. Later ones show the same files again, so
 * what was taken is remembered, as long as it was not older than {@link #REMEMBERED_PARTS} says
 * when all files were last written down. A file that is older when it is first seen cannot be told
 * from one that was forgotten, and is not taken.
 *
 * <p>That boundary is written down with each entry and never moves back, whatever lifetime the next
 * writer has: what is remembered was chosen by it. Where older code has not written it down, it is
 * where what is remembered begins, or later.
 *
 * <p>A file whose bytes are put again can keep its version, and has a later time then. It is the
 * one that was taken where that time is later by at most {@link #MAX_SAME_MILLIS}, as an upload
 * that is tried again, and a new file where it is later by more. All puts are compared with the one
 * that was taken last:
 *
 * <pre>
 * put at   10:00   10:40   11:20   12:10
 * is       taken   same    taken   same
 * </pre>
 */
final class Intake {
  /** Files are remembered for this part of the lifetime of entries: 3.5 days of 14. */
  private static final int REMEMBERED_PARTS = 4;

  /** A part of the lifetime for which a file may be put again and the store's clock be ahead. */
  private static final int SKEW_PARTS = 16;

  /** Puts of the same bytes are one file for an hour behind the first, at most. */
  private static final long MAX_SAME_MILLIS = 3_600_000;

  /**
   * And for this part of the lifetime of entries, at most: less where that is below 32 hours. It is
   * half of {@link #SKEW_PARTS}, so the store's clock may be ahead of ours by the other half.
   */
  private static final int SAME_PARTS = 32;

  /**
   * The last entry is renewed at so much of its lifetime, which is sooner than with other lanes: it
   * needs entries that are 5/16 older. So they are 7/16 old at most when a process looks and renews
   * nothing, and there for half a lifetime more; 1/16 is for clocks and the time of a listing.
   */
  private static final int RENEWAL_PARTS = 8;

  /** Sequence numbers that each entry has: 1 to so many, less one. */
  static final int PLACES = 10_000;

  /** Of the names and versions in an entry: three quarters of what an entry may hold. */
  private static final int MAX_ENTRY_BYTES = 300_000;

  /** What a file takes in an entry besides its name and version, and more. */
  private static final int FILE_BYTES = 32;

  /** Entries that are read at once where they are far behind the end. */
  private static final int READ_AHEAD = 20;

  /**
   * A file that was taken in.
   *
   * @param sequence its sequence number in the lane
   * @param stampMillis when it was found
   */
  record Taken(FileVersion file, long sequence, long stampMillis) {}

  private final LaneLog<IntakeEntry> log;
  private final IntakeNotes notes;
  private final String lane;
  private final long lifetimeMillis;
  private final long sameMillis;
  private final NavigableMap<Long, IntakeEntry> entries = new TreeMap<>();
  private final NavigableMap<Long, Long> stamps = new TreeMap<>();
  private final Map<String, FileVersion> known = new HashMap<>();
  private IntakeEntry head;
  private long next;

  /** Whether nothing was kept behind the end when this process came there first. */
  private boolean caughtUp;

  Intake(LaneLog<IntakeEntry> log, IntakeNotes notes, String lane, EngineSettings settings) {
    this.log = log;
    this.notes = notes;
    this.lane = lane;
    this.lifetimeMillis = settings.entryLifetime().toMillis();
    this.sameMillis = Math.min(MAX_SAME_MILLIS, lifetimeMillis / SAME_PARTS);
  }

  /** Reads what was added, and all that has to be remembered where that is not known. */
  void refresh() {
    if (!log.isEnd(lane, next - 1)) {
      long from = log.head(lane).map(end -> end.entry().rememberedFrom()).orElse(0L);
      entries.clear(); // not before: a look may fail, and nothing may be forgotten then
      stamps.clear();
      known.clear();
      head = null;
      next = from;
    }
    log.read(lane, next, Long.MAX_VALUE).forEach(each -> add(each.number(), each.entry()));
  }

  private void add(long number, IntakeEntry entry) {
    entries.put(number, entry);
    stamps.put(number, entry.stampMillis());
    stamps.headMap(entry.rememberedFrom()).clear(); // nobody needs them again
    entry.files().forEach(file -> known.put(key(file), file));
    head = entry;
    next = number + 1;
  }

  private static String key(FileVersion file) {
    return file.name() + '\0' + file.version();
  }

  /** The file that is to be read behind a position, the same one where the position is inside. */
  Optional<Taken> behind(Position after) {
    long wanted = wanted(after);
    long begin = Math.max(wanted / PLACES, lastWithNothingBefore(wanted));
    for (long number = begin; number < next; number++) {
      Map.Entry<Long, IntakeEntry> there = thereFrom(number, wanted);
      number = there.getKey();
      long first = number == wanted / PLACES ? Math.max(1, wanted % PLACES) : 1;
      IntakeEntry entry = there.getValue();
      if (first <= entry.files().size()) {
        FileVersion file = entry.files().get((int) first - 1);
        return Optional.of(new Taken(file, number * PLACES + first, entry.stampMillis()));
      }
    }
    return Optional.empty();
  }

  /** Entries before it have nothing more to be read, and may have expired; -1 for none known. */
  private long lastWithNothingBefore(long wanted) {
    for (Map.Entry<Long, IntakeEntry> each : entries.descendingMap().entrySet()) {
      if (each.getValue().newestBefore() < wanted) {
        return each.getKey();
      }
    }
    return -1;
  }

  private static long wanted(Position after) {
    long at = after.sequence().isEmpty() ? 0 : Long.parseLong(after.sequence());
    return after.isInside() ? at : at + 1;
  }

  /**
   * The first entry that has to be there for whoever reads files behind a position. Where there are
   * some, those before them that have none may have expired.
   *
   * @param end the last entry
   */
  static long neededFrom(LaneLog<IntakeEntry> log, String lane, IntakeEntry end, Position after) {
    long wanted = wanted(after);
    if (end.newestBefore() < wanted) {
      return end.rememberedFrom();
    }
    long from =
        log.lastBefore(lane, each -> each.newestBefore() >= wanted).stream()
            .mapToObj(last -> log.find(lane, last))
            .flatMap(Optional::stream)
            .filter(last -> last.entry().newestBefore() < wanted)
            .mapToLong(LaneLog.Numbered::number)
            .findFirst()
            .orElse(0);
    return Math.min(end.rememberedFrom(), Math.max(from, wanted / PLACES));
  }

  /**
   * The first entry from a number on that is there: those before it may have expired where they
   * have nothing that is wanted.
   *
   * @throws ProtocolException if one is missing that has
   */
  private Map.Entry<Long, IntakeEntry> thereFrom(long number, long wanted) {
    entries.headMap(number).clear();
    if (!entries.containsKey(number)) {
      int limit = (int) Math.min(READ_AHEAD, next - 1 - number) + 1;
      log.readThere(lane, number, limit).stream()
          .filter(each -> each.number() < next)
          .forEach(each -> entries.put(each.number(), each.entry()));
    }
    Map.Entry<Long, IntakeEntry> there = entries.ceilingEntry(number);
    boolean misses = there.getKey() > number;
    if (misses && there.getValue().newestBefore() >= wanted) {
      throw LaneLog.gap(lane, number, there.getKey());
    }
    return there;
  }

  /**
   * Puts the next entry that a table had which was lost. To be done before files are looked for,
   * and before anybody says that there are none: these have come already, at their time.
   *
   * @return whether there may be something to read now
   */
  boolean takeUp() {
    if (caughtUp) {
      return false; // what others keep behind the end from now on is no table's that was lost
    }
    long number = next;
    Optional<IntakeEntry> kept = notes.find(lane, number, head);
    caughtUp = kept.isEmpty();
    if (kept.isPresent() && log.append(lane, number, kept.get())) {
      add(number, kept.get());
    }
    return kept.isPresent();
  }

  /**
   * Writes down what a listing shows and was not taken.
   *
   * @param begunMillis when the listing began
   * @param endedMillis when it ended: another one may have shown nothing meanwhile
   * @return whether there may be something to read now: whoever lost looks again
   */
  boolean take(List<FileVersion> listing, long begunMillis, long endedMillis) {
    long boundary = boundary();
    List<FileVersion> fresh =
        listing.stream()
            .filter(each -> each.modifiedMillis() >= boundary && !isKnown(each))
            .sorted(
                Comparator.comparingLong(FileVersion::modifiedMillis)
                    .thenComparing(FileVersion::name))
            .toList();
    long stamp = head == null ? endedMillis : Math.max(endedMillis, head.stampMillis());
    long before = head == null ? Long.MIN_VALUE : head.listedMillis();
    long listed = Math.max(begunMillis, before);
    long moved = Math.max(boundary, listed - lifetimeMillis / REMEMBERED_PARTS);
    boolean old = before == Long.MIN_VALUE || listed - before > lifetimeMillis / RENEWAL_PARTS;
    if (fresh.isEmpty()) {
      return old && !append(stamp, listed, moved, List.of());
    }
    for (List<FileVersion> rest = fresh; !rest.isEmpty(); ) {
      List<FileVersion> some = rest.subList(0, thatFit(rest));
      rest = rest.subList(some.size(), rest.size());
      boolean all = rest.isEmpty();
      if (!append(stamp, all ? listed : before, all ? moved : boundary, some)) {
        return true;
      }
    }
    return true;
  }

  /** Whether it was taken, or is a put of the same bytes soon after the one that was. */
  private boolean isKnown(FileVersion file) {
    FileVersion taken = known.get(key(file));
    return taken != null && file.modifiedMillis() <= taken.modifiedMillis() + sameMillis;
  }

  /** Files that were begun before are not taken any more. */
  private long boundary() {
    if (head == null) {
      return Long.MIN_VALUE;
    }
    return head.boundaryMillis() == IntakeEntry.UNKNOWN
        ? boundaryOfOlderCode()
        : head.boundaryMillis();
  }

  /**
   * By the lifetime of now, and no earlier than all that was taken is known: no file comes twice.
   */
  private long boundaryOfOlderCode() {
    long listed = head.listedMillis();
    if (listed == Long.MIN_VALUE) {
      return listed;
    }
    Map.Entry<Long, Long> first = stamps.firstEntry();
    long knownFrom = first.getValue() + 2 * sameMillis; // one for puts, one for the store's clock
    return Math.max(
        listed - lifetimeMillis / REMEMBERED_PARTS,
        first.getKey() == 0 ? Long.MIN_VALUE : Math.min(knownFrom, listed));
  }

  private static int thatFit(List<FileVersion> files) {
    int bytes = 0;
    int count = 0;
    while (count < files.size() && count < PLACES - 1) {
      FileVersion file = files.get(count);
      bytes += 3 * (file.name().length() + file.version().length()) + FILE_BYTES;
      if (count > 0 && bytes > MAX_ENTRY_BYTES) {
        break;
      }
      count++;
    }
    return count;
  }

  private boolean append(
      long stampMillis, long listedMillis, long boundaryMillis, List<FileVersion> files) {
    long number = next;
    IntakeEntry entry =
        new IntakeEntry(
            stampMillis,
            listedMillis,
            boundaryMillis,
            rememberedFrom(number, boundaryMillis),
            head == null ? 0 : head.newest(number - 1),
            new ArrayList<>(files));
    IntakeEntry kept = notes.keep(lane, number, head, entry);
    if (!log.append(lane, number, kept) || !kept.equals(entry)) {
      return false;
    }
    add(number, entry); // a file that may be put again behind the boundary and be the same stays
    known.values().removeIf(each -> each.modifiedMillis() + sameMillis < boundaryMillis);
    return true;
  }

  /** The first entry that the next one needs; what is known stays, as it may not be put. */
  private long rememberedFrom(long number, long boundaryMillis) {
    boolean all = boundaryMillis == Long.MIN_VALUE;
    long needed = all ? boundaryMillis : boundaryMillis - lifetimeMillis / SKEW_PARTS;
    return stamps.entrySet().stream()
        .filter(each -> each.getValue() >= needed)
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(number);
  }
}
