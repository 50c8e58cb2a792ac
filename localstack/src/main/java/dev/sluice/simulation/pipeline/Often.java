package dev.sluice.simulation.pipeline;

import dev.sluice.api.EarlyResults;
import dev.sluice.api.OutputMode;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * When windows give results.
 *
 * @param every for early results, so many milliseconds or values
 */
record Often(Kind kind, long every) {
  enum Kind {
    CLOSED,
    APPEND,
    UPDATE,
    COMPLETE,
    EARLY_BY_TIME,
    EARLY_BY_NUMBER
  }

  static Often draw(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Often(kind, (kind == Kind.EARLY_BY_TIME ? 700 : 1) * (1 + random.nextInt(5)));
  }

  boolean isClosed() {
    return kind == Kind.CLOSED;
  }

  boolean isUpdate() {
    return kind == Kind.UPDATE;
  }

  boolean isComplete() {
    return kind == Kind.COMPLETE;
  }

  boolean isByNumber() {
    return kind == Kind.EARLY_BY_NUMBER;
  }

  /** Whether early results come with a batch. */
  boolean isTime(Input input, long k) {
    return kind == Kind.EARLY_BY_TIME
        && Math.floorDiv(input.border(k), every) > Math.floorDiv(input.border(k - 1), every);
  }

  Optional<OutputMode> mode() {
    return switch (kind) {
      case APPEND -> Optional.of(OutputMode.APPEND);
      case UPDATE -> Optional.of(OutputMode.UPDATE);
      case COMPLETE -> Optional.of(OutputMode.COMPLETE);
      case CLOSED, EARLY_BY_TIME, EARLY_BY_NUMBER -> Optional.empty();
    };
  }

  /** Where there is no mode, and not only what has closed. */
  EarlyResults early() {
    return isByNumber()
        ? EarlyResults.everyRecords(every)
        : EarlyResults.every(Duration.ofMillis(every));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case CLOSED -> "when closed";
      case APPEND, UPDATE, COMPLETE -> "mode " + kind;
      case EARLY_BY_TIME -> "early results every " + every + " ms";
      case EARLY_BY_NUMBER -> "early results every " + every + " values";
    };
  }
}
