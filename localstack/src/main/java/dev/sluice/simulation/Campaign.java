package dev.sluice.simulation;

import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Many seeds, and what they found. */
public final class Campaign {
  private final LongFunction<Subject> subjects;
  private final Set<Fault> allowed;
  private final int shrink;

  /**
   * @param subjects the app for a seed
   * @param allowed the faults that may happen
   */
  public Campaign(LongFunction<Subject> subjects, Set<Fault> allowed) {
    this(subjects, allowed, Shrinker.MOST_RUNS);
  }

  /**
   * @param shrink so many runs are spent at most on a shorter history of a failure
   */
  public Campaign(LongFunction<Subject> subjects, Set<Fault> allowed, int shrink) {
    this.subjects = subjects;
    this.allowed = allowed;
    this.shrink = shrink;
  }

  /**
   * A seed that found something.
   *
   * @param violations what was wrong in the whole trial
   * @param trace the actions of the shortest failure that was found
   * @param shortest what was wrong then
   */
  public record Failure(
      long seed, String app, List<String> violations, List<String> trace, List<String> shortest) {}

  /**
   * What came of all seeds.
   *
   * @param steps how many things happened in all
   * @param records how many arrived
   */
  public record Figures(
      long seeds, long steps, long records, Map<Fault, Long> faults, List<Failure> failures) {}

  private record Tried(long seed, Trial trial, Trial.Outcome outcome) {}

  /**
   * Tries seeds on several threads; each trial runs on one.
   *
   * @param from the first seed
   * @param count how many
   * @param most after so many failures no more seeds are begun
   * @param progress is told each seed that is done
   */
  public Figures run(long from, long count, int threads, int most, LongConsumer progress) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Tried>> running = new ArrayList<>();
      List<Failure> failures = new ArrayList<>();
      Map<Fault, Long> faults = new EnumMap<>(Fault.class);
      long steps = 0;
      long records = 0;
      long done = 0;
      long next = from;
      while (next < from + count && failures.size() < most || !running.isEmpty()) {
        while (running.size() < 2 * threads && next < from + count && failures.size() < most) {
          long seed = next++;
          running.add(pool.submit(() -> attempt(seed)));
        }
        Tried tried = running.remove(0).get();
        done++;
        steps += tried.outcome.steps();
        for (Event event : tried.trial.script()) {
          records += event instanceof Event.Put put ? put.parts().size() : 0;
        }
        tried.outcome.counts().forEach((fault, n) -> faults.merge(fault, (long) n, Long::sum));
        if (!tried.outcome.isRight() && failures.size() < most) {
          failures.add(failure(tried));
        }
        progress.accept(tried.seed);
      }
      return new Figures(done, steps, records, faults, failures);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Tried attempt(long seed) {
    Trial trial = new Trial(subjects.apply(seed), seed, allowed);
    return new Tried(seed, trial, trial.run());
  }

  private Failure failure(Tried tried) {
    Shrinker.Shortest shortest = new Shrinker(tried.trial, tried.outcome, shrink).shrink();
    return new Failure(
        tried.seed,
        tried.trial.subject().name(),
        tried.outcome.violations(),
        shortest.trace(),
        shortest.violations());
  }
}
