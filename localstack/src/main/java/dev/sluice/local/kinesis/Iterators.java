package dev.sluice.local.kinesis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Gives out shard iterators and takes them back. */
final class Iterators {

  private static final DateTimeFormatter AWS_TIME =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Core core;

  Iterators(Core core) {
    this.core = core;
  }

  /** The shard that an iterator points into. */
  record Place(StreamState stream, ShardState shard, long counter) {}

  String issue(String name, String shardId, IteratorStart start) {
    StreamState stream = core.stream(name);
    ShardState shard = core.shard(stream, shardId);
    return issue(stream, shard, counter(stream, shard, start));
  }

  String issue(StreamState stream, ShardState shard, long counter) {
    return new ShardIterator(
            stream.name,
            stream.createdMillis,
            shard.number,
            counter,
            core.iteratorClock.nowMillis())
        .toText();
  }

  Place resolve(String text) {
    ShardIterator iterator = ShardIterator.parse(text);
    long nowMillis = core.iteratorClock.nowMillis();
    if (nowMillis - iterator.issuedMillis() > ShardIterator.VALID_MILLIS) {
      throw new KinesisException(
          "ExpiredIteratorException",
          String.format(
              Locale.ROOT,
              "Iterator expired. The iterator was created at time %s while right now it is %s which is"
                  + " further in the future than the tolerated delay of %d milliseconds.",
              awsTime(iterator.issuedMillis()),
              awsTime(nowMillis),
              ShardIterator.VALID_MILLIS));
    }
    StreamState stream = core.stream(iterator.stream());
    if (stream.createdMillis != iterator.createdMillis()
        || iterator.shard() >= stream.shards.size()) {
      throw KinesisException.notFound(
          String.format(
              Locale.ROOT,
              "Shard %s in stream %s under account %s does not exist",
              ShardState.idOf(iterator.shard()),
              stream.name,
              core.settings.account()));
    }
    return new Place(stream, stream.shards.get(iterator.shard()), iterator.counter());
  }

  private static String awsTime(long millis) {
    return AWS_TIME.format(Instant.ofEpochMilli(millis));
  }

  private long counter(StreamState stream, ShardState shard, IteratorStart start) {
    IteratorStart.Type type = start.type();
    if (type.takesSequenceNumber() != start.sequenceNumber().isPresent()) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                  + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                  + " StartingSequenceNumber. Request specified %s and %s StartingSequenceNumber.",
              type,
              type.takesSequenceNumber() ? "no" : "also a"));
    }
    return switch (type) {
      case TRIM_HORIZON -> shard.opened.counter();
      case LATEST -> stream.nextCounter();
      case AT_SEQUENCE_NUMBER -> given(stream, shard, start);
      case AFTER_SEQUENCE_NUMBER -> given(stream, shard, start) + 1;
      case AT_TIMESTAMP -> atTime(stream, shard, start);
    };
  }

  private long given(StreamState stream, ShardState shard, IteratorStart start) {
    String text = start.sequenceNumber().orElseThrow();
    SequenceNumber sequence =
        SequenceNumber.parse(text).orElseThrow(() -> notGiven(stream, shard, text, "."));
    if (sequence.shard() != shard.number) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Invalid StartingSequenceNumber. It encodes %s, while it was used in a call to a shard with %s",
              ShardState.idOf(sequence.shard()),
              shard.id()));
    }
    if (!shard.gave(sequence)) {
      throw notGiven(stream, shard, text, " because it did not come from this stream.");
    }
    return sequence.counter();
  }

  private KinesisException notGiven(
      StreamState stream, ShardState shard, String text, String reason) {
    return KinesisException.invalidArgument(
        String.format(
            Locale.ROOT,
            "StartingSequenceNumber %s used in GetShardIterator on shard %s in stream %s under account %s is invalid%s",
            text,
            shard.id(),
            stream.name,
            core.settings.account(),
            reason));
  }

  private long atTime(StreamState stream, ShardState shard, IteratorStart start) {
    long millis =
        start
            .timestampMillis()
            .orElseThrow(
                () ->
                    KinesisException.invalidArgument(
                        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter."));
    long nowMillis = Math.max(core.nowMillis(), stream.newestMillis());
    if (millis > nowMillis) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: %d, currentTimestampInMillis: %d",
              millis,
              nowMillis));
    }
    int index = shard.records.indexOfStamp(millis);
    return index < shard.records.size() ? shard.records.get(index).counter() : stream.nextCounter();
  }
}
