package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** What a state directory was begun with, and must go on with. */
final class RunState {
  private static final String FILE = "run.properties";

  private final Properties wanted = new Properties();

  private RunState() {}

  static RunState of(String app, RunOptions options, long virtualStartMillis) {
    RunState state = new RunState();
    state.wanted.setProperty("app", app);
    state.wanted.setProperty("shards", String.valueOf(options.shards));
    state.wanted.setProperty("buckets", String.valueOf(options.buckets));
    state.wanted.setProperty("interval", options.interval.toString());
    state.wanted.setProperty("rate", String.valueOf(options.rate));
    state.wanted.setProperty("virtual start", String.valueOf(virtualStartMillis));
    state.wanted.setProperty("out", options.out.toAbsolutePath().normalize().toString());
    return state;
  }

  /**
   * Keeps this in a new state directory, or compares it with what is kept.
   *
   * @return whether the directory was there
   */
  boolean keepOrCompare(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        try (OutputStream out = Files.newOutputStream(file)) {
          wanted.store(out, "What this directory was begun with");
        }
        return false;
      }
      Properties kept = new Properties();
      try (InputStream in = Files.newInputStream(file)) {
        kept.load(in);
      }
      List<String> differences = new ArrayList<>();
      for (String name : new TreeSet<>(wanted.stringPropertyNames())) {
        if (!wanted.getProperty(name).equals(kept.getProperty(name))) {
          differences.add(
              name + " is " + wanted.getProperty(name) + ", was " + kept.getProperty(name));
        }
      }
      if (!differences.isEmpty()) {
        throw new UserException(
            directory
                + " was begun with other options and goes on with those only:\n  "
                + String.join("\n  ", differences));
      }
      return true;
    } catch (IOException e) {
      throw new UserException("the state in " + directory + " cannot be used: " + e.getMessage());
    }
  }
}
