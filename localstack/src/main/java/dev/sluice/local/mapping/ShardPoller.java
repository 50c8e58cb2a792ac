package dev.sluice.local.mapping;

import dev.sluice.ports.Source.Shard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * Does with one shard what its {@link ShardMachine} says, until the shard ends or the mapping
 * closes.
 */
final class ShardPoller implements Runnable {

  /** What a poller tells its mapping. */
  interface Events {
    /** The shard ended; these follow. Comes before the shard counts as finished. */
    void ended(String shardId, List<Shard> children) throws InterruptedException;

    /** The poller found its shard idle, or finished it. */
    void rested();
  }

  private static final long NEVER = -1;

  private final String shardId;
  private final ShardMachine machine;
  private final ShardReader reader;
  private final Invoker invoker;
  private final Surroundings around;
  private final CountDownLatch closed;
  private final LongSupplier marks;
  private final Events events;
  private final Backoff backoff;
  private Checkpoint saved;
  private List<Shard> children = List.of();
  private int troubles;

  /** The newest mark that was set before a read that found the shard idle. */
  private volatile long idleSinceMark = NEVER;

  private volatile long processedMillis = Long.MIN_VALUE;

  ShardPoller(
      String shardId,
      ShardMachine machine,
      ShardReader reader,
      Invoker invoker,
      Surroundings around,
      Backoff backoff,
      CountDownLatch closed,
      LongSupplier marks,
      Events events) {
    this.shardId = shardId;
    this.machine = machine;
    this.reader = reader;
    this.invoker = invoker;
    this.around = around;
    this.backoff = backoff;
    this.closed = closed;
    this.marks = marks;
    this.events = events;
    this.saved = machine.checkpoint();
  }

  /** Whether a read that began after the mark was set found nothing left to do. */
  boolean isIdleSince(long mark) {
    return idleSinceMark >= mark;
  }

  /** All records of the shard that arrived before this time are processed. */
  long processedMillis() {
    return processedMillis;
  }

  @Override
  public void run() {
    try {
      while (closed.getCount() > 0) {
        Step step = machine.next(around.now());
        if (step instanceof Step.Finished) {
          save();
          events.ended(shardId, children);
          idleSinceMark = Long.MAX_VALUE;
          processedMillis = Long.MAX_VALUE;
          events.rested();
          return;
        }
        perform(step);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      idleSinceMark = NEVER;
      around
          .problems()
          .report(
              "The poller of "
                  + shardId
                  + " stopped; its records are delivered by the next mapping with the same"
                  + " checkpoints.",
              e);
    }
  }

  private void perform(Step step) throws InterruptedException {
    if (step instanceof Step.Pause pause) {
      long millis = Math.max(1, pause.untilMillis() - around.now().timerMillis());
      around.waiting().await(millis, closed);
    } else if (step instanceof Step.Read read) {
      read(read.limit());
    } else if (step instanceof Step.Invoke call) {
      String trouble = machine.answered(invoker.invoke(call), around.now());
      if (!trouble.isEmpty()) {
        around.problems().report(shardId + ": " + trouble, null);
      }
      save();
    } else if (step instanceof Step.Refuse refused) {
      around
          .problems()
          .report(
              "The record "
                  + refused.batch().first().sequenceNumber()
                  + " of "
                  + shardId
                  + " is larger than the 6 MB of a call and holds its shard back; set"
                  + " maximumRetryAttempts and an on-failure destination to pass it.",
              null);
      machine.refused(around.now());
    } else if (step instanceof Step.Discard discard) {
      discard(discard.batch());
    }
  }

  private void read(int limit) {
    long mark = marks.getAsLong();
    long before = around.now().arrivalMillis();
    idleSinceMark = NEVER;
    ShardReader.Result result;
    try {
      result = reader.read(limit);
    } catch (RuntimeException | OutOfMemoryError e) {
      around.problems().report("Cannot read " + shardId + " now; it is read again.", e);
      machine.readFailed(around.now());
      return;
    }
    children = result.children();
    machine.read(result.records(), result.millisBehindLatest(), result.ended(), around.now());
    boolean idle = machine.isIdle() && !result.ended();
    processedMillis = idle ? before : machine.processedMillis();
    if (idle) {
      idleSinceMark = mark;
      events.rested();
    }
  }

  private void discard(DiscardedBatch batch) throws InterruptedException {
    try {
      around.onFailure().accept(batch);
    } catch (Exception e) {
      troubles++;
      around.problems().report("The on-failure destination refused a batch of " + shardId + ".", e);
      around.waiting().await(backoff.millis(troubles), closed);
      return;
    }
    troubles = 0;
    machine.discarded(batch);
    save();
  }

  private void save() {
    processedMillis = machine.processedMillis(); // also where the clock was set back since
    Checkpoint now = machine.checkpoint();
    if (Optional.ofNullable(now).equals(Optional.ofNullable(saved))) {
      return;
    }
    try {
      around.checkpoints().save(shardId, now);
      saved = now;
    } catch (RuntimeException e) {
      // It is saved with the next one. Until then a restart would deliver more again.
      around.problems().report("Cannot save how far " + shardId + " is processed.", e);
    }
  }
}
