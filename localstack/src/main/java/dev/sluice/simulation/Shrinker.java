package dev.sluice.simulation;

import dev.sluice.testkit.faults.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a shorter way to a failure: leaves out events, then faults, as long as the trial still
 * fails. Any failure counts, the shortest one is the easiest to understand. Where the calling
 * thread is interrupted, it is the shortest one so far.
 */
final class Shrinker {
  static final int MOST_RUNS = 600;

  /** A run of more steps counts for several: one without an end takes very many. */
  private static final long STEPS_OF_A_RUN = 50_000;

  private final Trial trial;
  private List<Event> events;
  private int[] choices;
  private final int most;
  private long runs;

  Shrinker(Trial trial, Trial.Outcome failure, int most) {
    this.most = most;
    this.trial = trial;
    this.events = trial.script();
    this.choices = failure.choices();
  }

  /** The actions of the shortest failure that was found, and what was wrong then. */
  record Shortest(List<String> trace, List<String> violations) {}

  Shortest shrink() {
    boolean shorter = true;
    while (shorter && mayGoOn()) {
      shorter = leaveOutEvents() | leaveOutChoices();
    }
    List<String> trace = new ArrayList<>();
    Trial.Outcome last = trial.run(events, Dice.again(choices), trace::add);
    return new Shortest(trace, last.violations());
  }

  private boolean leaveOutEvents() {
    boolean shorter = false;
    for (int size = events.size() / 2; size >= 1 && mayGoOn(); size /= 2) {
      for (int from = events.size() - size; from >= 0 && mayGoOn(); from -= size) {
        List<Event> fewer = new ArrayList<>(events);
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        if (fails(fewer, choices)) {
          events = fewer;
          shorter = true;
        }
      }
    }
    return shorter;
  }

  private boolean leaveOutChoices() {
    boolean shorter = false;
    for (int size = choices.length; size >= 1 && mayGoOn(); size /= 2) {
      for (int from = choices.length - size; from >= 0 && mayGoOn(); from -= size) {
        int to = Math.min(from + size, choices.length);
        int[] calmer = choices.clone();
        Arrays.fill(calmer, from, to, 0);
        if (!Arrays.equals(calmer, choices) && fails(events, calmer)) {
          choices = calmer;
          shorter = true;
        }
      }
    }
    return shorter;
  }

  /** Whoever is told to stop shows what was found so far. */
  private boolean mayGoOn() {
    return runs < most && !Thread.currentThread().isInterrupted();
  }

  private boolean fails(List<Event> fewer, int[] calmer) {
    Trial.Outcome outcome = trial.run(fewer, Dice.again(calmer), line -> {});
    runs += 1 + outcome.effort() / STEPS_OF_A_RUN;
    return !outcome.isRight();
  }
}
