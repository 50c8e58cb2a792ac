package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.ports.Source.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An event source mapping without threads, waits and clients: each call of {@link #step} does one
 * thing for one shard. For simulations, in which somebody else decides what happens next.
 */
public final class SteppedMapping {

  /** What a mapping reads and calls. */
  public interface Surroundings {
    /** All shards that the stream lists. */
    List<Shard> shards();

    /** Records of a shard behind one, or from the oldest on where that is null. */
    Read read(String shardId, String after, int limit);

    /**
     * Calls the function.
     *
     * @param giveUp to be run where the mapping shall take the call for timed out although it goes
     *     on; what comes of the call does not count then
     * @throws NotInvokedException where the call does not reach the function
     */
    StreamsEventResponse invoke(KinesisEvent event, Runnable giveUp) throws Exception;

    /**
     * Lets somebody call the function with records of the same shard at the same time, as a caller
     * does that has cut them otherwise, was given up and still works. What comes of it does not
     * count.
     *
     * @param batch what the mapping calls the function with
     * @param events gives the event of a batch
     * @param call makes the mapping's own call, to its end, unless it was made: to be run where the
     *     other one stands still
     */
    void invokeBeside(Batch batch, Function<Batch, KinesisEvent> events, Runnable call);

    /** Takes a batch that is given up for good. */
    void discarded(DiscardedBatch batch);

    /** The time, in milliseconds. */
    long nowMillis();
  }

  /**
   * What a read gave.
   *
   * @param behind whether there is more behind these records
   * @param ended whether the shard is closed and has no record behind these
   */
  public record Read(List<ShardRecord> records, boolean behind, boolean ended) {}

  private final MappingSettings settings;
  private final MappingIdentity identity;
  private final Surroundings around;
  private final Disturbance disturbance;
  private final Events events;
  private final Tally tally = new Tally();
  private final ShardTree tree = new ShardTree();
  private final Map<String, State> running = new TreeMap<>();

  /** A shard that is read. */
  private static final class State {
    private final ShardMachine machine;
    private String lastRead;
    private boolean calling;

    private State(ShardMachine machine) {
      this.machine = machine;
    }
  }

  public SteppedMapping(
      MappingSettings settings,
      MappingIdentity identity,
      Surroundings around,
      Disturbance disturbance) {
    this.settings = settings;
    this.identity = identity;
    this.around = around;
    this.disturbance = disturbance;
    this.events = new Events(identity);
  }

  /** The shards that can be stepped now, by id: those that wait for an answer cannot. */
  public List<String> shards() {
    tree.listed(around.shards());
    for (String id : tree.start()) {
      running.put(
          id, new State(new ShardMachine(id, settings, identity, disturbance, tally, null)));
    }
    List<String> ready = new ArrayList<>();
    running.forEach(
        (id, state) -> {
          if (!state.calling) {
            ready.add(id);
          }
        });
    return ready;
  }

  /** Whether every shard was read to its newest record and nothing is open. */
  public boolean isIdle() {
    return tree.isAllStarted()
        && running.values().stream().allMatch(each -> !each.calling && each.machine.isIdle());
  }

  /** What was done so far. */
  public MappingCounters counters() {
    return tally.counters();
  }

  /**
   * Does the next thing for a shard.
   *
   * @return when it is worth while to come back: now where something was done
   */
  public long step(String shardId) {
    State state = running.get(shardId);
    if (state == null || state.calling) {
      return around.nowMillis();
    }
    Step step = state.machine.next(now());
    if (step instanceof Step.Pause pause) {
      return pause.untilMillis();
    } else if (step instanceof Step.Read read) {
      Read found = around.read(shardId, state.lastRead, read.limit());
      if (!found.records().isEmpty()) {
        state.lastRead = found.records().get(found.records().size() - 1).sequenceNumber();
      }
      state.machine.read(found.records(), found.behind() ? 1 : 0, found.ended(), now());
    } else if (step instanceof Step.Invoke call) {
      invoke(state, call);
    } else if (step instanceof Step.Refuse) {
      state.machine.refused(now());
    } else if (step instanceof Step.Discard discard) {
      around.discarded(discard.batch());
      state.machine.discarded(discard.batch());
    } else {
      running.remove(shardId);
      tree.finished(shardId);
    }
    return around.nowMillis();
  }

  private void invoke(State state, Step.Invoke call) {
    state.calling = true;
    boolean[] made = new boolean[1];
    Runnable own =
        () -> {
          if (!made[0]) {
            made[0] = true;
            invoke(state, call.batch());
          }
        };
    for (int copy = 1; copy < call.copies(); copy++) {
      around.invokeBeside(call.batch(), events::of, own);
    }
    own.run();
  }

  private void invoke(State state, Batch batch) {
    boolean[] given = new boolean[1];
    Runnable giveUp =
        () -> {
          if (!given[0]) {
            given[0] = true;
            state.calling = false;
            state.machine.answered(new Outcome.Failed("timed out"), now());
          }
        };
    Outcome outcome = call(batch, giveUp);
    if (!given[0]) {
      state.calling = false;
      state.machine.answered(outcome, now());
    }
  }

  private Outcome call(Batch batch, Runnable giveUp) {
    try {
      return new Outcome.Answered(around.invoke(events.of(batch), giveUp));
    } catch (NotInvokedException e) {
      return new Outcome.NotInvoked(e.getMessage());
    } catch (Exception e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private Moment now() {
    return new Moment(around.nowMillis(), around.nowMillis());
  }
}
