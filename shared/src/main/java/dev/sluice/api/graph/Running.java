package dev.sluice.api.graph;

import java.util.Optional;

/**
 * Knows for what the functions of an app are running: the engine says so, for its own thread, right
 * before it calls them. So what functions add to accumulators finds the entry that is to commit it,
 * whichever engines run the app in whichever threads, and so do the versions of broadcasts. One for
 * each app that is defined.
 */
public final class Running {

  /** A stretch of user code, in one thread. */
  public interface Call {

    /**
     * Adds to an accumulator, with the entry that commits what the user code at hand does.
     *
     * @throws IllegalStateException if nothing can be added here, or not so much
     */
    void add(String accumulator, long delta);

    /**
     * What a broadcast holds for the interval at hand.
     *
     * @throws IllegalStateException if there is no such broadcast
     */
    Object broadcast(String name);
  }

  private final ThreadLocal<Call> calls = new ThreadLocal<>();

  /**
   * Says that this thread runs user code from now on. {@link #leave} must follow.
   *
   * @return for what it ran before, or null
   */
  public Call enter(Call call) {
    Call before = calls.get();
    calls.set(call);
    return before;
  }

  /**
   * Says that this thread is back where it was.
   *
   * @param before what {@link #enter} gave
   */
  public void leave(Call before) {
    if (before == null) {
      calls.remove();
    } else {
      calls.set(before);
    }
  }

  /** For what this thread runs user code, if it does. */
  public Optional<Call> call() {
    return Optional.ofNullable(calls.get());
  }
}
