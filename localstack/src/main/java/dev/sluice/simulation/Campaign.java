package dev.sluice.simulation;

import dev.sluice.testkit.faults.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Many seeds, and what they found. */
public final class Campaign {
  /** A seed takes seconds at most: one that takes so long hangs in the app's own code. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int DEEPEST = 12;
  private static final long MOST_PASSED_OVER = 10_000;

  private final LongFunction<Subject> subjects;
  private final Choice choice;
  private final int shrink;
  private final Duration longest;

  /**
   * Which seeds are tried, and what goes wrong in them.
   *
   * @param about seeds are passed over whose app does not have this in its name
   * @param allowed the faults that may happen
   * @param theme what all seeds are about, or what each says itself
   */
  public record Choice(String about, Set<Fault> allowed, Optional<Theme> theme) {
    /** All seeds, with some of the faults. */
    static Choice of(Set<Fault> allowed) {
      return new Choice("", allowed, Optional.empty());
    }
  }

  /**
   * @param subjects the app for a seed
   * @param allowed the faults that may happen
   */
  public Campaign(LongFunction<Subject> subjects, Set<Fault> allowed) {
    this(subjects, Choice.of(allowed), Shrinker.MOST_RUNS, LONGEST);
  }

  /**
   * @param shrink so many runs are spent at most on a shorter history of a failure
   */
  public Campaign(LongFunction<Subject> subjects, Choice choice, int shrink) {
    this(subjects, choice, shrink, LONGEST);
  }

  /**
   * @param longest a seed that takes longer fails
   */
  Campaign(LongFunction<Subject> subjects, Choice choice, int shrink, Duration longest) {
    this.subjects = subjects;
    this.choice = choice;
    this.shrink = shrink;
    this.longest = longest;
  }

  /**
   * The first seed, from one on, whose app is wanted.
   *
   * @return nothing where there is none among so many that there is none
   */
  public OptionalLong wanted(long from) {
    return LongStream.range(from, from + MOST_PASSED_OVER).filter(this::isWanted).findFirst();
  }

  private boolean isWanted(long seed) {
    return choice.about.isEmpty() || subjects.apply(seed).name().contains(choice.about);
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
   * What came of the seeds.
   *
   * @param seeds how many were tried
   * @param next the first one behind them
   * @param steps how many things happened in all
   * @param records how many arrived
   * @param compared how many of the seeds had results to compare with
   */
  public record Figures(
      long seeds,
      long next,
      long steps,
      long records,
      long compared,
      Map<Fault, Long> faults,
      List<Failure> failures) {

    private Figures with(Tried tried) {
      tried.outcome.counts().forEach((fault, n) -> faults.merge(fault, (long) n, Long::sum));
      tried.trial.flaws().forEach((fault, n) -> faults.merge(fault, (long) n, Long::sum));
      long came = 0;
      for (Event event : tried.trial.script()) {
        came += event instanceof Event.Put put ? put.parts().size() : 0;
      }
      return new Figures(
          seeds + 1,
          tried.seed + 1,
          steps + tried.outcome.steps(),
          records + came,
          compared + (tried.outcome.compared() ? 1 : 0),
          faults,
          failures);
    }

    private Figures withOneWithoutOutcome(Failure failure, int most) {
      if (failures.size() < most) {
        failures.add(failure);
      }
      return new Figures(seeds + 1, failure.seed + 1, steps, records, compared, faults, failures);
    }
  }

  private record Tried(long seed, Trial trial, Trial.Outcome outcome) {}

  /** A seed at work, and the thread once it has begun. */
  private record Begun(long seed, AtomicReference<Thread> thread, Future<Tried> tried) {}

  /**
   * Tries seeds on several threads; each trial runs on one. What is kept does not grow with the
   * number of seeds. Where the calling thread is interrupted, the figures are those of the seeds
   * before.
   *
   * @param from the first seed
   * @param count how many, without those that are passed over
   * @param most after so many failures no more seeds are begun
   * @param progress is told how many are done
   */
  public Figures run(long from, long count, int threads, int most, LongConsumer progress) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, Campaign::daemon);
    Figures figures = new Figures(0, from, 0, 0, 0, new EnumMap<>(Fault.class), new ArrayList<>());
    try {
      Deque<Begun> running = new ArrayDeque<>();
      long begun = 0;
      OptionalLong next = wanted(from);
      while (begun < count && next.isPresent() && figures.failures.size() < most
          || !running.isEmpty()) {
        while (running.size() < 2 * threads
            && begun < count
            && next.isPresent()
            && figures.failures.size() < most) {
          long seed = next.getAsLong();
          begun++;
          next = wanted(seed + 1);
          AtomicReference<Thread> thread = new AtomicReference<>();
          running.add(new Begun(seed, thread, pool.submit(() -> attempt(seed, thread))));
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Begun first = running.remove();
        Tried tried;
        try {
          tried = first.tried.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          return figures.withOneWithoutOutcome(hangs(first), most);
        } catch (ExecutionException e) {
          figures = figures.withOneWithoutOutcome(breaks(first, e.getCause()), most);
          progress.accept(figures.seeds);
          continue;
        }
        figures = figures.with(tried);
        if (!tried.outcome.isRight() && figures.failures.size() < most) {
          figures.failures.add(failure(tried));
        }
        progress.accept(figures.seeds);
      }
      return figures;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return figures;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "simulation");
    thread.setDaemon(true); // one that hangs must not keep the program from its end
    return thread;
  }

  private Failure hangs(Begun begun) {
    StackTraceElement[] where =
        Stream.ofNullable(begun.thread.get())
            .flatMap(thread -> Stream.of(thread.getStackTrace()))
            .toArray(StackTraceElement[]::new);
    return withoutOutcome(begun, "no end within " + longest.toSeconds() + " s; it hangs", where);
  }

  /** What is thrown where nothing has begun, as by an app that cannot be defined once more. */
  private Failure breaks(Begun begun, Throwable thrown) {
    return withoutOutcome(begun, "it cannot be tried: " + thrown, thrown.getStackTrace());
  }

  private Failure withoutOutcome(Begun begun, String why, StackTraceElement[] where) {
    String what =
        Stream.of(where)
            .limit(DEEPEST)
            .map(each -> "\n    at " + each)
            .collect(Collectors.joining("", why, ""));
    String app = subjects.apply(begun.seed).name();
    return new Failure(begun.seed, app, List.of(what), List.of(), List.of(what));
  }

  private Tried attempt(long seed, AtomicReference<Thread> thread) {
    thread.set(Thread.currentThread());
    Trial trial =
        new Trial(
            subjects.apply(seed),
            Histories.of(seed),
            choice.allowed,
            choice.theme,
            OptionalInt.empty());
    Trial.Outcome outcome = trial.run();
    // Long runs make millions of choices, and only failures are looked at again.
    return new Tried(seed, trial, outcome.isRight() ? outcome.withoutChoices() : outcome);
  }

  private Failure failure(Tried tried) {
    Shrinker.Shortest shortest = shortest(tried);
    return new Failure(
        tried.seed,
        tried.trial.subject().name(),
        tried.outcome.violations(),
        shortest.trace(),
        shortest.violations());
  }

  /** An error that comes where nothing has begun must not hide the failure. */
  private Shrinker.Shortest shortest(Tried tried) {
    try {
      return new Shrinker(tried.trial, tried.outcome, shrink).shrink();
    } catch (RuntimeException | Error e) {
      return new Shrinker.Shortest(List.of(), List.of("none, as it cannot be tried again: " + e));
    }
  }
}
