package dev.sluice.local.run;

import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.local.mapping.EventSourceMapping;
import dev.sluice.ports.Clock;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Brings a run to where nothing is left to do. */
final class RunEnd {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Coordinating coordinating;
  private final EngineSettings settings;
  private final Clock stamps;
  private final List<EventSourceMapping> mappings;
  private final BooleanSupplier closing;
  private final Consumer<String> problems;

  /**
   * @param stamps the clock by which records arrive
   * @param closing whether the run is being closed
   */
  RunEnd(
      Coordinating coordinating,
      EngineSettings settings,
      Clock stamps,
      List<EventSourceMapping> mappings,
      BooleanSupplier closing,
      Consumer<String> problems) {
    this.coordinating = coordinating;
    this.settings = settings;
    this.stamps = stamps;
    this.mappings = mappings;
    this.closing = closing;
    this.problems = problems;
  }

  /** Waits until all records are committed that have been put. */
  void drain() throws InterruptedException {
    for (EventSourceMapping mapping : mappings) {
      while (!mapping.awaitDrained(PATIENCE)) {
        requireOpen("all records were processed");
        problems.accept("records are still on their way: " + mapping.counters());
      }
    }
  }

  /** Waits until nothing is on its way. */
  interface Draining {
    void drain() throws InterruptedException;
  }

  /**
   * Ends the input, and waits until everything is published.
   *
   * @param draining comes before each try
   * @throws IllegalStateException if the run is closed before
   */
  void finish(Draining draining) throws InterruptedException {
    draining.drain();
    while (!tryToFinish()) {
      requireOpen("everything was published");
      Thread.sleep(POLL_INTERVAL.toMillis());
      draining.drain();
    }
  }

  private boolean tryToFinish() {
    return ask(engine -> engine.coordinator().finish(), false, "the end is tried again: ");
  }

  /** Waits until the batches are published that the records so far are in. */
  void publish() throws InterruptedException {
    long now = stamps.nowMillis();
    long border = border(Math.max(now, newestClock()));
    if (border > border(now)) { // the clock was set back since records came
      if (isPublished(border)) {
        return;
      }
      problems.accept(
          "the clock is "
              + Duration.ofMillis(border - now).toSeconds()
              + " s before the end of the batch with the newest records, which this run waits for:"
              + " the clock was set back; a later start waits as well");
    }
    while (stamps.nowMillis() < border || !isPublished(border)) {
      requireOpen("its batches were complete");
      Thread.sleep(POLL_INTERVAL.toMillis());
    }
  }

  /** No record that is committed is ahead of the clock of its lane. */
  private long newestClock() {
    return ask(
        engine ->
            engine.status().shards().values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Long.MIN_VALUE),
        Long.MIN_VALUE,
        "the clocks of the lanes cannot be read: ");
  }

  private long border(long millis) {
    return settings.borderMillis(settings.intervalOf(millis));
  }

  private void requireOpen(String what) {
    if (closing.getAsBoolean()) {
      throw new IllegalStateException("the run was stopped before " + what);
    }
  }

  private boolean isPublished(long border) {
    return ask(
        engine -> engine.coordinator().publishUpTo(border),
        false,
        "the end of the batch is tried again: ");
  }

  private <R> R ask(Function<Engine, R> question, R otherwise, String problem) {
    try {
      return coordinating.with(question);
    } catch (StoreUnavailableException e) {
      problems.accept(problem + e);
      return otherwise;
    }
  }
}
