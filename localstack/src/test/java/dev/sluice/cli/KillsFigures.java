package dev.sluice.cli;

import java.util.Locale;
import java.util.Map;

/**
 * What was done to a run.
 *
 * @param kills with SIGKILL
 * @param ofStores how many of the kills hit DynamoDB and S3 in a process of their own
 * @param lives processes, that of the undisturbed run included
 * @param hits kills by what the process was doing
 * @param cut calls of the producer that found no answer
 * @param seconds for all of it
 */
record KillsFigures(
    long seed,
    int kills,
    int ofStores,
    int lives,
    Map<Aim, Integer> hits,
    long cut,
    double seconds) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "seed %d: %d kills %s, %d of them of the stores, %d processes, %d calls without an answer, %.0f s",
        seed,
        kills,
        hits,
        ofStores,
        lives,
        cut,
        seconds);
  }
}
