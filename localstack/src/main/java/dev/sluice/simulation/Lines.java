package dev.sluice.simulation;

import dev.sluice.api.StreamApp;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Fault;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Somebody's own app on lines of their own, over and over from the first one. What it must give is
 * what it gives in a run in which nothing goes wrong.
 *
 * @param name what to call it
 * @param maker makes the app anew for each run
 * @param tables the lines of its static tables, by name
 * @param lines those of each stream that the app reads, at least one
 * @param beginMillis when the first line arrives: behind the event times of all
 */
public record Lines(
    String name,
    Supplier<StreamApp> maker,
    Map<String, List<String>> tables,
    Map<String, List<byte[]>> lines,
    long beginMillis)
    implements Subject {

  public Lines {
    if (lines.isEmpty() || lines.values().stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "a simulation needs at least one line of input for each stream");
    }
  }

  @Override
  public StreamApp app() {
    return maker.get();
  }

  @Override
  public List<String> streams() {
    return List.copyOf(new TreeSet<>(lines.keySet()));
  }

  @Override
  public byte[] record(
      Random random, String stream, int number, long stampMillis, Chances chances) {
    List<byte[]> all = lines.get(stream);
    byte[] line = all.get(number % all.size());
    int bad = chances.of(Fault.BAD_RECORD);
    if (bad > 0 && random.nextInt(bad) == 0) {
      byte[] broken = line.clone();
      random.nextBytes(broken);
      return broken;
    }
    return line;
  }
}
