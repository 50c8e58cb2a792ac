package dev.sluice.simulation;

import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** User code that throws now and then, and does not when it is called again. */
final class Throwing {
  private static final String TEXT = "thrown by user code";

  /** What a call throws whose bucket waits, and is called again. */
  private static final List<Supplier<Throwable>> ALL =
      List.of(
          () -> new OutOfMemoryError(TEXT),
          () -> new NoClassDefFoundError(TEXT),
          () -> new AssertionError(TEXT),
          () -> new StackOverflowError(TEXT),
          () -> new IllegalStateException(TEXT));

  private final Trouble trouble;
  private final Set<String> thrown = new HashSet<>();

  Throwing(Trouble trouble) {
    this.trouble = trouble;
  }

  /**
   * A function may throw an exception or an error.
   *
   * @param place where it does so once at most
   */
  void mayThrow(String place) {
    if (happens(place)) {
      Throwable e = ALL.get(trouble.dice().below(ALL.size())).get();
      if (e instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e;
    }
  }

  /**
   * A function of an operator may run out of memory, whatever it has done before that.
   *
   * @param place where it does so once at most
   */
  void mayRunOut(String place) {
    if (happens(place)) {
      throw new OutOfMemoryError(TEXT);
    }
  }

  /**
   * A function of a key may lack a class, once: else its value would be a dead letter by right, as
   * the engine calls it once more alone.
   */
  void mayLackClass(String key) {
    if (happens(key)) {
      throw new NoClassDefFoundError(TEXT);
    }
  }

  private boolean happens(String place) {
    if (thrown.contains(place) || !trouble.happens(Fault.CODE_THROWS, () -> place)) {
      return false;
    }
    return thrown.add(place);
  }

  /** Whether the engine has failed as user code threw, and is to go on when it is called again. */
  static boolean isBehind(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return TEXT.equals(root.getMessage());
  }
}
