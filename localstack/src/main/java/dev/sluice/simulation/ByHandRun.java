package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.local.mapping.NotInvokedException;
import dev.sluice.local.mapping.SteppedMapping;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** One run of a function that was written by hand, on the same script and mapping as an app. */
final class ByHandRun implements Outside.Calls {
  private static final int MOST_TRIES = 100_000;

  /** A call has about so many places at which it may stand still. */
  private static final int PLACES = 8;

  private final ByHand way;
  private final List<Event> script;
  private final Trouble trouble;
  final Stores stores;
  private final MemoryStream stream;
  private final Counter table;
  private final Outside outside;
  private final Pauses pauses;
  private SteppedMapping mapping;
  private int next;

  ByHandRun(ByHand way, Subject subject, int shards, List<Event> script, Trouble trouble) {
    this.way = way;
    this.script = script;
    this.trouble = trouble;
    this.stores = new Stores(subject, shards, Trial.MOST_DIGITS);
    this.stream = stores.streams.get(subject.streams().get(0));
    this.table = new Counter(trouble);
    this.outside =
        new Outside(
            stream,
            stores.starts,
            stores.clock,
            shard -> true,
            this,
            batch -> {
              throw new AssertionError("a mapping that never gives up gave up " + batch);
            },
            trouble.dice());
    this.mapping = mapping();
    this.pauses = new Pauses(trouble, this::whileOthersStandStill);
    trouble.meanwhile(pauses::standStill);
    trouble.mustPause(pauses::mustStandStill);
  }

  private SteppedMapping mapping() {
    boolean mayGiveUp = false; // it would be lost
    return Mappings.of(stream.name(), outside, 1, trouble, () -> true, mayGiveUp);
  }

  /** Runs the script to its end; what the table holds then. */
  SortedMap<String, Long> go() {
    while (next < script.size()) {
      something();
    }
    for (int tries = 0; !drained() || table.land(); tries++) {
      if (tries == MOST_TRIES) {
        throw new Run.Failed("it does not come to an end: " + way, null);
      }
    }
    return table.sums();
  }

  private void something() {
    switch (trouble.dice().below(8)) {
      case 0, 1, 2 -> happen();
      case 3, 4, 5, 6 -> step();
      default -> {
        table.land();
        if (trouble.happens(Fault.NEW_MAPPING)) {
          mapping = mapping();
        }
      }
    }
  }

  private void happen() {
    Event event = script.get(next++);
    long now = Math.max(stores.clock.nowMillis(), event.atMillis());
    stores.clock.set(Instant.ofEpochMilli(now));
    Streams.apply(event, stores.streams, stores.sent);
  }

  private void step() {
    List<String> shards = mapping.shards();
    if (!shards.isEmpty()) {
      mapping.step(shards.get(trouble.dice().below(shards.size())));
    }
  }

  private boolean drained() {
    long soonest = Long.MAX_VALUE;
    for (String shard : mapping.shards()) {
      soonest = Math.min(soonest, mapping.step(shard));
    }
    long later = stores.clock.nowMillis() + 1;
    if (soonest > later && soonest - later < Mappings.LONGEST_DELAY_MILLIS) {
      later = soonest;
    }
    stores.clock.set(Instant.ofEpochMilli(later));
    return mapping.isIdle();
  }

  @Override
  public StreamsEventResponse call(KinesisEvent event, Runnable mayGiveUp) throws Exception {
    if (trouble.happens(Fault.THROTTLED_CALL)) {
      throw new NotInvokedException("throttled");
    }
    try {
      return pauses.during(mayGiveUp, () -> way.handle(event, table));
    } catch (Crash | StoreUnavailableException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void callBeside(KinesisEvent event, Runnable other) {
    int places = trouble.dice().below(PLACES);
    try {
      pauses.beside(other, places, () -> way.handle(event, table));
    } catch (Crash | StoreUnavailableException e) {
      trouble.tell("a call beside another one: " + e.getMessage());
    }
  }

  private void whileOthersStandStill() {
    if (next < script.size()) {
      something();
    } else {
      step();
    }
  }
}
