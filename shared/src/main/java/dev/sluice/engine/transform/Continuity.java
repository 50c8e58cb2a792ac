package dev.sluice.engine.transform;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.Counters;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the records that a call should have brought: a mapping gave up a batch, or was made anew
 * further on. Sequence numbers have gaps of their own, so only a read of the stream can tell.
 */
final class Continuity {
  /** As many as a call brings: one entry for them is cheap. */
  private static final int MAX_RECORDS = 10_000;

  private final Source source;
  private final Clock clock;
  private final Duration trust;

  /** When calls of a lane were last known to follow what it had. */
  private final Map<String, Long> checked = new HashMap<>();

  Continuity(Source source, Clock clock, Duration trust) {
    this.source = source;
    this.clock = clock;
    this.trust = trust;
  }

  /**
   * What lies between a lane's end and a call.
   *
   * @param records the first records that no call has brought
   * @param expired whether others before them may have expired in the stream
   */
  record Gap(List<InRecord> records, boolean expired) {
    static final Gap NONE = new Gap(List.of(), false);

    /** What is to be taken first of all: the gap's records, or else the call's. */
    List<InRecord> before(List<InRecord> call) {
      List<InRecord> next = records.isEmpty() ? call : records;
      return expired ? InRecord.behindGap(next) : next;
    }
  }

  /** Whether the next call of a lane is to be looked at. */
  boolean isDue(String lane) {
    Long since = checked.get(lane);
    long age = since == null ? -1 : clock.nowMillis() - since;
    return age < 0 || age >= trust.toMillis();
  }

  /** A call follows what was taken before it, and for a while the next ones are thought to. */
  void follows(String lane) {
    checked.put(lane, clock.nowMillis());
  }

  /** A call failed: its mapping may give it up. */
  void doubt(String lane) {
    checked.remove(lane);
  }

  /**
   * Looks at the stream.
   *
   * @param end the lane's position, before the call's first record
   * @throws StoreUnavailableException if the stream does not say
   */
  Gap look(String lane, Position end, InRecord first) {
    // As a rule nothing was left out, and the next record says so: a read of more takes away what
    // the mapping and others may read of the shard.
    Optional<Source.Missed> found = read(lane, end, 1);
    if (found.stream()
        .flatMap(each -> each.records().stream())
        .anyMatch(each -> isBefore(each, first))) {
      found = read(lane, end, found.get());
    }
    if (found.isEmpty()) {
      return Gap.NONE;
    }
    boolean nothing = found.get().records().isEmpty();
    boolean gone = end.equals(Position.START) && found.get().toEnd();
    if (nothing && !found.get().expired() && !gone) {
      throw new StoreUnavailableException(
          "a read of lane " + lane + " behind " + end + " does not give the record that came",
          null);
    }
    List<InRecord> between = new ArrayList<>();
    for (PulledRecord each : found.get().records()) {
      if (!isBefore(each, first)) {
        break;
      }
      between.add(InRecord.of(each).counting(Counters.UNDELIVERED));
    }
    return new Gap(between, found.get().expired());
  }

  /**
   * Reads more behind a lane's end, where one record was left out. A shard that has just given a
   * very large record refuses reads for seconds, and what it gave is taken at least: else each call
   * would read it, and take nothing.
   */
  private Optional<Source.Missed> read(String lane, Position end, Source.Missed one) {
    try {
      return read(lane, end, MAX_RECORDS);
    } catch (StoreUnavailableException e) {
      return Optional.of(one);
    }
  }

  private Optional<Source.Missed> read(String lane, Position end, int most) {
    return source.missed(Lanes.streamOf(lane), Lanes.shardOf(lane), end, most);
  }

  private static boolean isBefore(PulledRecord record, InRecord first) {
    return record.position().compareTo(first.position()) < 0;
  }
}
