package dev.sluice.cli;

import dev.sluice.examples.Example;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * The lines that a run sends.
 *
 * @param lines in the order of sending
 * @param count how many there are, if that is known before
 * @param newestMillis the newest event time, if that is known before
 */
record Input(Iterator<byte[]> lines, OptionalLong count, OptionalLong newestMillis) {
  private record Timed(long millis, byte[] line) {}

  static final String STANDARD_INPUT = "-";

  /**
   * Opens a file, or standard input for {@code -}.
   *
   * @param whole whether to read everything before sending: to count it and to know its times
   * @param byTime whether to sort by event time; lines that do not parse stay behind the line
   *     before them
   */
  static Input open(String name, Example example, boolean whole, boolean byTime) {
    if (byTime && example.lineMillis().isEmpty()) {
      throw new UserException("--by-time needs an app with event time, which this one has not");
    }
    Iterator<byte[]> lines = new LineReader(stream(name));
    return whole || byTime
        ? loaded(lines, example, byTime)
        : new Input(lines, OptionalLong.empty(), OptionalLong.empty());
  }

  private static InputStream stream(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return System.in;
    }
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw new UserException(
          name + " is a directory; --input takes a file, or - for standard input");
    }
    try {
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException e) {
      throw new UserException(
          "the input "
              + file.toAbsolutePath()
              + " cannot be read: "
              + (Files.exists(file) ? e.getMessage() : "there is no such file"));
    }
  }

  private static Input loaded(Iterator<byte[]> lines, Example example, boolean byTime) {
    ToLongFunction<String> timeOf = example.lineMillis().orElse(line -> Long.MIN_VALUE);
    List<Timed> all = new ArrayList<>();
    long last = Long.MIN_VALUE;
    long newest = Long.MIN_VALUE;
    while (lines.hasNext()) {
      byte[] line = lines.next();
      try {
        last = timeOf.applyAsLong(new String(line, StandardCharsets.UTF_8));
        newest = Math.max(newest, last);
      } catch (RuntimeException e) {
        // it stays behind the line before it, and becomes a dead letter there
      }
      all.add(new Timed(last, line));
    }
    if (byTime) {
      all.sort(Comparator.comparingLong(Timed::millis));
    }
    OptionalLong known = newest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest);
    return new Input(all.stream().map(Timed::line).iterator(), OptionalLong.of(all.size()), known);
  }
}
