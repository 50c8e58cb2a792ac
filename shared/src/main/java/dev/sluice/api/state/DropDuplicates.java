package dev.sluice.api.state;

import dev.sluice.api.Pair;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic;
import dev.sluice.api.graph.KeyedTraits;
import dev.sluice.api.graph.KeyedTraits.Clock;
import java.util.List;
import java.util.Objects;

/**
 * The logic of {@code dropDuplicates} and its kin: a key has a state from its first value until no
 * further one can come.
 */
public final class DropDuplicates implements KeyedLogic {

  /** How long a key is known. */
  public enum Memory {
    /** For ever. */
    FOREVER,
    /** Until the watermark has passed the value's time, which is part of the key. */
    SAME_TIME,
    /** Until the watermark has passed the first value's time plus the out-of-orderness. */
    WITHIN_WATERMARK
  }

  private final Memory memory;
  private final boolean pairs;

  /**
   * @param pairs whether results are pairs of key and value, and not values
   */
  public DropDuplicates(Memory memory, boolean pairs) {
    this.memory = Objects.requireNonNull(memory, "memory");
    this.pairs = pairs;
  }

  /** What the engine must know of it. */
  public KeyedTraits traits() {
    Clock clock = memory == Memory.FOREVER ? Clock.NONE : Clock.EVENT;
    return new KeyedTraits(clock, true, false, false, false, memory.toString()).droppingLate();
  }

  @Override
  public void values(KeyedCall call, List<Input> values) throws Exception {
    for (Input each : values) {
      if (call.state() == null) {
        call.update(true);
        call.setTimer(forgotten(call, each.timeMillis()));
        Object value = pairs ? Pair.of(call.key(), each.value()) : each.value();
        call.emit(value, each.timeMillis());
      }
    }
  }

  private long forgotten(KeyedCall call, long timeMillis) {
    return switch (memory) {
      case FOREVER -> KeyedCall.NEVER;
      // At the watermark itself a value is not late yet.
      case SAME_TIME -> timeMillis + 1;
      case WITHIN_WATERMARK -> timeMillis + call.outOfOrdernessMillis() + 1;
    };
  }

  @Override
  public void timer(KeyedCall call) {
    call.remove();
  }
}
