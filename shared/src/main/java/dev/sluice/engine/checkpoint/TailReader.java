package dev.sluice.engine.checkpoint;

import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Copies the ends of lanes into packs, without what an earlier checkpoint of them has. */
final class TailReader {
  /** Entries of one read, as everywhere: some megabytes at most. */
  private static final int READ_BATCH = 250;

  /** Of a lane that is far behind the checkpoint before, so much is in memory, and a read more. */
  private static final int COPIED_AT_ONCE_BYTES = 8 * 1024 * 1024;

  private final LogStore log;
  private final PackWriter packs;
  private final Optional<Manifest> base;
  private boolean news;

  /**
   * @param base an earlier checkpoint whose packs come first in {@code packs}
   */
  TailReader(LogStore log, PackWriter packs, Optional<Manifest> base) {
    this.log = log;
    this.packs = packs;
    this.base = base;
  }

  /** The end of a lane that was copied, and its last entry. */
  record Copied(Tail tail, LogEntry end) {}

  /**
   * The lanes went another way since the base was taken: they were restored from an earlier
   * checkpoint, or by their table's own means, or begun anew. Nothing of the base may be used. Or
   * they have changed while they were copied, so that what is copied does not fit together.
   */
  static final class OtherLanesException extends Exception {
    private static final long serialVersionUID = 1L;

    OtherLanesException(String lane, long number) {
      super("entry " + number + " of lane " + lane + " is not the one that was copied before");
    }
  }

  /** Whether something was copied that the base does not have. */
  boolean isNews() {
    return news;
  }

  /**
   * Copies the end of a lane.
   *
   * @param neededFrom the first entry that is needed, by the lane's last one
   * @return nothing if it has no entry
   * @throws ProtocolException SLUICE-E04 if one is missing
   */
  Optional<Copied> copy(String lane, ToLongFunction<LogEntry> neededFrom)
      throws OtherLanesException {
    Optional<Tail> there = base.flatMap(each -> each.tail(lane));
    if (there.isPresent()) {
      return Optional.of(goOn(there.get(), neededFrom));
    }
    Optional<LogEntry> end = log.head(lane);
    if (end.isEmpty()) {
      return Optional.empty();
    }
    long from = Math.min(end.get().number(), neededFrom.applyAsLong(end.get()));
    List<Section> sections = new ArrayList<>();
    return Optional.of(copied(lane, from, sections, copyFrom(lane, from, sections)));
  }

  /** Looks whether the lane is the one that was copied, and copies what was added. */
  private Copied goOn(Tail there, ToLongFunction<LogEntry> neededFrom) throws OtherLanesException {
    List<LogEntry> entries = log.read(there.lane(), there.to(), READ_BATCH);
    if (entries.isEmpty()
        || entries.get(0).number() != there.to()
        || !Payload.digest(entries.get(0).bytes()).equals(there.endDigest())) {
      throw new OtherLanesException(there.lane(), there.to());
    }
    requireNoGap(there.lane(), there.to(), entries);
    boolean more = entries.size() == READ_BATCH;
    LogEntry end = more ? log.head(there.lane()).orElseThrow() : entries.get(entries.size() - 1);
    long from = Math.min(end.number(), neededFrom.applyAsLong(end));
    if (from < there.from()) {
      throw new OtherLanesException(there.lane(), from);
    }
    List<Section> sections = new ArrayList<>(there.sections());
    sections.removeIf(section -> section.to() < from);
    long next = Math.max(from, there.to() + 1);
    if (more) {
      end = copyFrom(there.lane(), next, sections);
    } else {
      add(there.lane(), entries.stream().filter(each -> each.number() >= next).toList(), sections);
    }
    return copied(there.lane(), from, sections, end);
  }

  private static Copied copied(String lane, long from, List<Section> sections, LogEntry end) {
    String digest = Payload.digest(end.bytes());
    return new Copied(new Tail(lane, from, end.number(), digest, List.copyOf(sections)), end);
  }

  private void add(String lane, List<LogEntry> entries, List<Section> sections) {
    if (!entries.isEmpty()) {
      sections.addAll(packs.add(lane, entries));
      news = true;
    }
  }

  /**
   * Copies the entries from a number to the end of the lane, some megabytes at a time.
   *
   * @param sections those that are copied are added to them
   * @return the last one
   */
  private LogEntry copyFrom(String lane, long from, List<Section> sections) {
    List<LogEntry> some = new ArrayList<>();
    long bytes = 0;
    LogEntry last = null;
    List<LogEntry> batch;
    do {
      long next = last == null ? from : last.number() + 1;
      batch = log.read(lane, next, READ_BATCH);
      requireNoGap(lane, next, batch);
      some.addAll(batch);
      bytes += batch.stream().mapToLong(each -> each.bytes().length).sum();
      last = some.isEmpty() ? last : some.get(some.size() - 1);
      if (bytes >= COPIED_AT_ONCE_BYTES || batch.size() < READ_BATCH) {
        add(lane, some, sections);
        some = new ArrayList<>();
        bytes = 0;
      }
    } while (batch.size() == READ_BATCH);
    if (last == null) {
      throw gap(lane, from);
    }
    return last;
  }

  private static void requireNoGap(String lane, long from, List<LogEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).number() != from + i) {
        throw gap(lane, from + i);
      }
    }
  }

  private static ProtocolException gap(String lane, long missing) {
    return new ProtocolException(
        "SLUICE-E04",
        "lane "
            + lane
            + " has a gap: entry "
            + missing
            + " is missing though a reader may need it; no checkpoint can be taken");
  }
}
