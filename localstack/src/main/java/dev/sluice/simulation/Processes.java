package dev.sluice.simulation;

import dev.sluice.engine.Engine;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Function processes: warm ones, dead ones, some at work, and some that nobody calls for long. */
final class Processes {
  private static final int COUNT = 5;

  /** So many can be asleep at once. */
  private static final int SLEEPERS = COUNT - 2;

  private static final int SHORT_SLEEP = 20;
  private static final int LONG_SLEEP = 150;

  private final IntFunction<Engine> starter;
  private final Trouble trouble;
  private final Engine[] warm = new Engine[COUNT];
  private final boolean[] busy = new boolean[COUNT];
  private final long[] asleepUntil = new long[COUNT];
  private final Set<Engine> replaced = new HashSet<>();

  /**
   * @param starter starts the process with a number
   */
  Processes(IntFunction<Engine> starter, Trouble trouble) {
    this.starter = starter;
    this.trouble = trouble;
  }

  static int count() {
    return COUNT;
  }

  /** All begin anew; who is at work goes on with what it has. */
  void startAnew() {
    Arrays.fill(warm, null);
    Arrays.fill(asleepUntil, 0);
  }

  /** Nobody keeps a process for hours that has little to do. */
  void mayEnd() {
    if (trouble.dice().below(2) == 1) {
      startAnew();
    }
  }

  /** Whether some process is in the middle of a call. */
  boolean areAtWork() {
    for (boolean each : busy) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  /** Some process may be left alone for a while, with what it knows. */
  void maySleep(long now) {
    if (trouble.happens(Fault.SLEEP)) {
      int length = trouble.dice().below(3) == 0 ? LONG_SLEEP : SHORT_SLEEP;
      asleepUntil[trouble.dice().below(SLEEPERS)] = now + trouble.dice().below(length);
    }
  }

  /**
   * New processes have other code or settings from now on; those at work, those asleep and some
   * others stay.
   *
   * @param now counts what has happened so far
   * @param refused whether those that stay may be refused from now on
   */
  void replace(long now, boolean refused) {
    for (int i = 0; i < COUNT; i++) {
      boolean elsewhere = busy[i] || asleepUntil[i] > now;
      boolean stays = warm[i] != null && (elsewhere || trouble.dice().below(3) == 0);
      if (stays && refused) {
        replaced.add(warm[i]);
      } else if (!stays) {
        warm[i] = null;
      }
    }
  }

  /** What came of work: an answer, or none. */
  record Work<R>(R answer, String failure) {
    boolean isDone() {
      return failure == null;
    }
  }

  /**
   * Lets a process work that is neither at work nor asleep.
   *
   * @param now counts what has happened so far
   */
  <R> Work<R> work(long now, Function<Engine, R> work) {
    int first = trouble.dice().below(COUNT);
    for (int n = 0; n < 2 * COUNT; n++) {
      int i = (first + n) % COUNT;
      if (!busy[i] && (asleepUntil[i] <= now || n >= COUNT)) {
        return work(i, work);
      }
    }
    return new Work<>(null, "all processes are busy");
  }

  private <R> Work<R> work(int i, Function<Engine, R> work) {
    busy[i] = true;
    Engine engine = null;
    try {
      if (warm[i] == null) {
        warm[i] = starter.apply(i);
      }
      engine = warm[i];
      return new Work<>(work.apply(engine), null);
    } catch (RefusedException | ProtocolException | IllegalArgumentException e) {
      // Whoever is not of the app's version any more is called as if it were.
      if (!replaced.contains(engine)) {
        throw e;
      }
      if (trouble.dice().below(3) == 0) {
        warm[i] = null; // nobody keeps the old code for ever
      }
      return new Work<>(null, "refused: " + e.getMessage());
    } catch (Crash e) {
      warm[i] = warm[i] == engine ? null : warm[i];
      return new Work<>(null, "died: " + e.getMessage());
    } catch (StoreUnavailableException | OutOfMemoryError e) {
      return new Work<>(null, e.getMessage());
    } finally {
      busy[i] = false;
    }
  }
}
