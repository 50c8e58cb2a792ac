package dev.sluice.ports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Lets several threads do the same thing at the same moment. */
final class Race {
  private static final long MOST_SECONDS = 60;

  private Race() {}

  /** What each of the runners, numbered from 0, came back with. */
  static <T> List<T> of(int runners, IntFunction<T> runner) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(runners);
    try {
      CyclicBarrier start = new CyclicBarrier(runners);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < runners; i++) {
        int number = i;
        futures.add(
            pool.submit(
                () -> {
                  start.await(MOST_SECONDS, TimeUnit.SECONDS);
                  return runner.apply(number);
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get(MOST_SECONDS, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }
}
