package dev.sluice.local.run;

import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.mapping.EventSourceMapping;
import dev.sluice.ports.Clock;
import java.time.Duration;
import java.util.List;

/**
 * For how long the streams of a run keep records: those that were processed for a day, as streams
 * of AWS do, and all others until they are, however long nothing ran.
 */
final class KeptRecords {
  /** The longest that Kinesis allows. */
  private static final int MOST_HOURS = 8760;

  private static final Duration PROCESSED = Duration.ofHours(24);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final KinesisStreams streams;
  private final List<String> names;
  private final List<EventSourceMapping> mappings;
  private final Clock stamps;
  private long nextMillis = Long.MIN_VALUE;

  /**
   * @param names the streams that the app reads
   * @param mappings read them
   * @param stamps the clock by which records arrive
   */
  KeptRecords(
      KinesisStreams streams, List<String> names, List<EventSourceMapping> mappings, Clock stamps) {
    this.streams = streams;
    this.names = names;
    this.mappings = mappings;
    this.stamps = stamps;
  }

  /** Keeps all that is in a stream, as some of it may not be processed. */
  static void keepAll(KinesisStreams streams, String name) {
    streams.keep(name, MOST_HOURS, Long.MIN_VALUE);
  }

  /**
   * Forgets what was processed for long, now and then. Where all is processed, what is not yet came
   * since the last reads, of which each shard has several a second.
   */
  void forgetProcessed() {
    long now = stamps.nowMillis();
    if (now >= nextMillis && mappings.stream().allMatch(EventSourceMapping::drained)) {
      nextMillis = now + INTERVAL.toMillis();
      names.forEach(name -> streams.keep(name, MOST_HOURS, now - PROCESSED.toMillis()));
    }
  }
}
