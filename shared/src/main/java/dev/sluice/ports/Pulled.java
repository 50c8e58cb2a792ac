package dev.sluice.ports;

import java.util.List;

/** What a read of a lane gave that is pulled. */
public sealed interface Pulled {

  /**
   * Records, ascending by position; there may be more. None says nothing: neither that there are
   * none nor that none will come.
   *
   * @param expired whether others before the first of them may have expired in the source unread:
   *     counted where the first one is taken
   */
  record Some(List<PulledRecord> records, boolean expired) implements Pulled {
    /** Records before which none has expired. */
    public Some(List<PulledRecord> records) {
      this(records, false);
    }
  }

  /**
   * Nothing stands behind the position, and no record with a stamp before a moment will ever come
   * there. Results of batches that end at or before that moment need not wait for the lane.
   *
   * @param untilMillis the moment, in milliseconds since 1970-01-01T00:00Z, exclusive
   */
  record Idle(long untilMillis) implements Pulled {}

  /**
   * Nothing stands behind the position, and nothing will ever come.
   *
   * @param children the lanes that go on where this one ends, each with all of its parents; none
   *     where nothing does: then later batches of all lanes wait until the app is finished
   * @param expired whether records before the end may have expired in the source unread: counted
   *     where the lane is seen to end
   */
  record Ended(List<Source.Shard> children, boolean expired) implements Pulled {
    /** An end before which nothing has expired. */
    public Ended(List<Source.Shard> children) {
      this(children, false);
    }
  }

  /** Some records. */
  static Pulled some(List<PulledRecord> records) {
    return new Some(List.copyOf(records));
  }

  /** No record, and nothing follows from that. */
  static Pulled unknown() {
    return new Some(List.of());
  }

  /** No record, and none with a stamp before a moment will come. */
  static Pulled idleUntil(long untilMillis) {
    return new Idle(untilMillis);
  }

  /** The end of the lane, and of the input: nothing goes on there, see {@link Ended}. */
  static Pulled ended() {
    return new Ended(List.of());
  }

  /** The end of the lane, and the lanes that go on there. */
  static Pulled ended(List<Source.Shard> children) {
    return new Ended(List.copyOf(children));
  }
}
