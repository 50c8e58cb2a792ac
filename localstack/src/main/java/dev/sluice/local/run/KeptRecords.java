package dev.sluice.local.run;

import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.mapping.EventSourceMapping;
import dev.sluice.ports.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * For how long the streams of a run keep records: those that were processed for a day, as streams
 * of AWS do, and all others until they are, however long nothing ran.
 */
final class KeptRecords {
  private static final Duration PROCESSED = Duration.ofHours(24);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final KinesisStreams streams;
  private final Map<String, EventSourceMapping> mappings;
  private final Clock stamps;
  private final Consumer<String> problems;
  private long lastMillis;

  /**
   * @param mappings what reads each stream
   * @param stamps the clock by which records arrive
   */
  KeptRecords(
      KinesisStreams streams,
      Map<String, EventSourceMapping> mappings,
      Clock stamps,
      Consumer<String> problems) {
    this.streams = streams;
    this.mappings = mappings;
    this.stamps = stamps;
    this.problems = problems;
  }

  /** Forgets what was processed for long, now and then. */
  synchronized void forgetProcessed() {
    long now = stamps.nowMillis();
    if (Math.abs(now - lastMillis) >= INTERVAL.toMillis()) { // it may have been set back
      lastMillis = now;
      mappings.forEach((name, mapping) -> forget(name, mapping.processedMillis(), now));
    }
  }

  private void forget(String stream, long processedMillis, long now) {
    try {
      streams.forgetBefore(stream, Math.min(processedMillis, now - PROCESSED.toMillis()));
    } catch (KinesisException e) {
      problems.accept("what was processed stays in the streams for now: " + e.getMessage());
    }
  }
}
