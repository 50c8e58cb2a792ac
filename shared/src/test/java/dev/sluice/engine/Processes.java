package dev.sluice.engine;

import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.testkit.faults.Crash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Function processes: warm ones, dead ones, some at work, and some that nobody calls for long. */
final class Processes {
  private final IntFunction<Engine> starter;
  private final Trouble trouble;
  private final Engine[] warm = new Engine[5];
  private final boolean[] busy = new boolean[warm.length];
  private final long[] asleepUntil = new long[warm.length];
  private final Set<Engine> replaced = new HashSet<>();

  /**
   * @param starter starts the process with a number
   */
  Processes(IntFunction<Engine> starter, Trouble trouble) {
    this.starter = starter;
    this.trouble = trouble;
  }

  /** A process as it is, or a new one where it has died. */
  Engine get(int i) {
    if (warm[i] == null) {
      warm[i] = starter.apply(i);
    }
    return warm[i];
  }

  /** All begin anew; who is at work goes on with what it has. */
  void startAnew() {
    Arrays.fill(warm, null);
  }

  /**
   * New processes have other code or settings from now on; those at work and some others stay.
   *
   * @param refused whether those that stay may be refused from now on
   */
  void replace(boolean refused) {
    for (int i = 0; i < warm.length; i++) {
      boolean stays = warm[i] != null && (busy[i] || trouble.random.nextBoolean());
      if (stays && refused) {
        replaced.add(warm[i]);
      } else if (!stays) {
        warm[i] = null;
      }
    }
  }

  /**
   * Some process may be left alone for a while, with what it knows.
   *
   * @param now counts what has happened so far
   */
  void maySleep(int now) {
    if (trouble.happens("sleep", trouble.chances.sleeps())) {
      int length = trouble.random.nextInt(3) == 0 ? 150 : 20;
      int i = trouble.random.nextInt(warm.length - 2);
      asleepUntil[i] = now + trouble.random.nextInt(length);
    }
  }

  /**
   * Lets a process work that is neither at work nor asleep; true if it came to an end.
   *
   * @param now counts what has happened so far
   */
  boolean work(int now, Consumer<Engine> work) {
    int first = trouble.random.nextInt(warm.length);
    for (int n = 0; n < 2 * warm.length; n++) {
      int i = (first + n) % warm.length;
      if (!busy[i] && (asleepUntil[i] <= now || n >= warm.length)) {
        return work(i, get(i), work);
      }
    }
    return false;
  }

  private boolean work(int i, Engine engine, Consumer<Engine> work) {
    busy[i] = true;
    try {
      work.accept(engine);
      return true;
    } catch (Crash e) {
      warm[i] = warm[i] == engine ? null : warm[i];
      return false;
    } catch (StoreUnavailableException e) {
      return false; // somebody goes on
    } catch (RefusedException | ProtocolException e) {
      if (!replaced.contains(engine) && e instanceof ProtocolException) {
        throw e;
      }
      trouble.happens("refused version", 1);
      boolean dies = trouble.random.nextInt(3) == 0; // old ones do at last
      warm[i] = dies && warm[i] == engine ? null : warm[i];
      return false;
    } finally {
      busy[i] = false;
    }
  }
}
