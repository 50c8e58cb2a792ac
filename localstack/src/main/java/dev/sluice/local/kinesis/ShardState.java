package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.Moment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A shard with its records. Guarded by the lock of {@link KinesisStreams}. */
final class ShardState {

  private static final long MILLIS_PER_SECOND = 1000;

  final int number;
  final HashRange range;
  final List<Integer> parents;
  final Moment opened;
  final RecordLog records = new RecordLog();
  final ShardThrottle throttle = new ShardThrottle();
  private Moment closed;

  ShardState(int number, HashRange range, List<Integer> parents, Moment opened) {
    this.number = number;
    this.range = range;
    this.parents = parents;
    this.opened = opened;
  }

  static String idOf(int number) {
    return String.format(Locale.ROOT, "shardId-%012d", number);
  }

  String id() {
    return idOf(number);
  }

  boolean isOpen() {
    return closed == null;
  }

  Optional<Moment> closed() {
    return Optional.ofNullable(closed);
  }

  void close(Moment moment) {
    closed = moment;
  }

  String sequenceNumber(long counter, long stampMillis) {
    return new SequenceNumber(opened.atMillis() / MILLIS_PER_SECOND, counter, stampMillis, number)
        .toText();
  }

  String sequenceNumber(Moment moment) {
    return sequenceNumber(moment.counter(), moment.atMillis());
  }

  /** Whether a sequence number was given in this shard of this very stream. */
  boolean gave(SequenceNumber sequence) {
    return sequence.shard() == number
        && sequence.openedSeconds() == opened.atMillis() / MILLIS_PER_SECOND
        && sequence.counter() >= opened.counter();
  }

  /** A closed shard is gone when the last record it can have is. */
  boolean isGone(long horizonMillis) {
    return closed != null && closed.atMillis() < horizonMillis;
  }
}
