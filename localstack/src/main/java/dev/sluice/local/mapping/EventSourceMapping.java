package dev.sluice.local.mapping;

import dev.sluice.ports.Source.Shard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Lambda's event source mapping for Kinesis: reads a stream's shards and calls a function with
 * batches of their records, at least once, in order per shard, shards at the same time, and parents
 * before children. {@link ShardMachine} has the rules; this class has the threads.
 */
public final class EventSourceMapping implements AutoCloseable {

  /** Lambda lets a function run for 15 minutes; a local run that closes does not wait so long. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** Children come with their parents' end; the listing only completes what that missed. */
  private static final long LISTING_MILLIS = 2_000;

  private final KinesisClient kinesis;
  private final KinesisFunction function;
  private final MappingSettings settings;
  private final Surroundings around;
  private final Tally tally = new Tally();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong marks = new AtomicLong();
  private final Map<String, ShardPoller> pollers = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  /** Guards itself; pollers tell it about children before they count as finished. */
  private final ShardTree tree = new ShardTree();

  /** Told whenever a poller rests. */
  private final Object rest = new Object();

  private MappingIdentity identity;
  private Invoker invoker;

  /** A mapping that does nothing until {@link #start}. */
  public EventSourceMapping(
      KinesisClient kinesis,
      KinesisFunction function,
      MappingSettings settings,
      Surroundings around) {
    this.kinesis = kinesis;
    this.function = function;
    this.settings = settings;
    this.around = around;
  }

  /**
   * Begins to read.
   *
   * @throws IllegalStateException when there is no such stream, or when it was called before
   */
  public synchronized void start() {
    if (identity != null || closed.getCount() == 0) {
      throw new IllegalStateException(
          "The mapping of " + settings.streamName() + " was started before; make a new one.");
    }
    String arn;
    try {
      arn =
          kinesis
              .describeStreamSummary(r -> r.streamName(settings.streamName()))
              .streamDescriptionSummary()
              .streamARN();
    } catch (ResourceNotFoundException e) {
      throw new IllegalStateException(
          "There is no stream '"
              + settings.streamName()
              + "' to map to "
              + settings.functionName()
              + "; create it first.",
          e);
    }
    identity = MappingIdentity.of(arn, settings.functionName());
    invoker = new Invoker(function, identity, around.problems());
    try {
      list();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    launch("shards", this::keepListing);
  }

  /** What was done so far. */
  public MappingCounters counters() {
    return tally.counters();
  }

  /**
   * Whether every known shard was read to its newest record, as its last read saw it, and nothing
   * is in flight. A record that was put since may be on its way; {@link #awaitDrained} is certain.
   */
  public boolean drained() {
    return drainedSince(0);
  }

  /**
   * Waits until every record that was in the stream when this was called is processed or discarded,
   * in all shards and their children.
   *
   * @return whether that came before the time was over
   */
  public boolean awaitDrained(Duration timeout) throws InterruptedException {
    long mark = marks.incrementAndGet();
    long deadline = around.timer().nowMillis() + timeout.toMillis();
    synchronized (rest) {
      while (!drainedSince(mark)) {
        if (closed.getCount() == 0 || around.timer().nowMillis() >= deadline) {
          return false;
        }
        rest.wait(settings.pollInterval().toMillis());
      }
    }
    return true;
  }

  /**
   * Stops reading and calling. Calls at work are not interrupted: this waits for them, at most 30
   * seconds, and reports those that take longer as a problem. What was not called yet is delivered
   * by the next mapping with the same checkpoints.
   */
  @Override
  public void close() {
    closed.countDown();
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    try {
      for (Thread thread : threads.values()) {
        long millis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        if (thread != Thread.currentThread()) {
          thread.join(millis);
        }
        if (thread.isAlive() && thread != Thread.currentThread()) {
          around
              .problems()
              .report(thread.getName() + " still works; its records are delivered again.", null);
        }
      }
      if (invoker != null) {
        invoker.close(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean drainedSince(long mark) {
    synchronized (tree) {
      return isAllAtWork()
          && pollers.values().stream().allMatch(poller -> poller.isIdleSince(mark))
          && !invoker.hasCopiesInFlight();
    }
  }

  /**
   * All records that arrived before this time are processed or discarded, milliseconds since
   * 1970-01-01T00:00Z; before all times while that is not known.
   */
  public long processedMillis() {
    synchronized (tree) {
      return isAllAtWork()
          ? pollers.values().stream()
              .mapToLong(ShardPoller::processedMillis)
              .min()
              .orElse(Long.MIN_VALUE)
          : Long.MIN_VALUE;
    }
  }

  /** An error can come between a shard's start and its poller. */
  private boolean isAllAtWork() {
    return tree.isAllStarted() && tree.isAllAtWork(pollers.keySet());
  }

  private void keepListing() {
    try {
      while (closed.getCount() > 0) {
        around.waiting().await(LISTING_MILLIS, closed);
        tryToList();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      around
          .problems()
          .report(
              "New shards of "
                  + settings.streamName()
                  + " are not looked for any more; start anew, nothing is lost.",
              e);
    }
  }

  private boolean tryToList() {
    try {
      if (closed.getCount() > 0) {
        list();
      }
      return true;
    } catch (RuntimeException e) {
      around.problems().report("Cannot list the shards of " + settings.streamName() + " now.", e);
      return false;
    }
  }

  private void list() {
    List<Shard> shards = ShardListing.of(kinesis, settings.streamName());
    synchronized (tree) {
      tree.listed(shards);
      startShards();
    }
  }

  private void ended(String shardId, List<Shard> children) throws InterruptedException {
    // A shard ends because it has children; an endpoint that does not name them lists them.
    while (children.isEmpty() && !tryToList()) {
      around.waiting().await(settings.retryBackoff().cap().toMillis(), closed);
    }
    synchronized (tree) {
      tree.children(children);
      tree.finished(shardId);
      startShards();
    }
  }

  private void startShards() {
    List<String> ready = tree.start();
    while (!ready.isEmpty()) {
      for (String shardId : ready) {
        Checkpoint checkpoint = around.checkpoints().load(shardId).orElse(null);
        if (checkpoint instanceof Checkpoint.End) {
          tree.finished(shardId);
        } else {
          startShard(shardId, checkpoint);
        }
      }
      ready = tree.start();
    }
  }

  private void startShard(String shardId, Checkpoint checkpoint) {
    String after =
        checkpoint instanceof Checkpoint.After position ? position.sequenceNumber() : null;
    ShardPoller poller =
        new ShardPoller(
            shardId,
            new ShardMachine(shardId, settings, identity, around.disturbance(), tally, checkpoint),
            new ShardReader(
                kinesis, settings.streamName(), shardId, settings.startingPosition(), after),
            invoker,
            around,
            settings.retryBackoff(),
            closed,
            marks::get,
            new ShardPoller.Events() {
              @Override
              public void ended(String id, List<Shard> children) throws InterruptedException {
                EventSourceMapping.this.ended(id, children);
              }

              @Override
              public void rested() {
                synchronized (rest) {
                  rest.notifyAll();
                }
              }
            });
    pollers.put(shardId, poller);
    launch(shardId, poller);
  }

  private void launch(String name, Runnable task) {
    Thread thread = new Thread(task, "sluice-mapping-" + settings.streamName() + "-" + name);
    thread.setDaemon(true);
    threads.put(name, thread);
    thread.start();
  }
}
