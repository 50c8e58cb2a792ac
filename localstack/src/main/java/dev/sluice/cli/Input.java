package dev.sluice.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The lines that a run sends.
 *
 * @param name for people: the file as they called it
 * @param lines in the order of sending
 * @param count how many there are, if that is known before
 * @param newestMillis the newest event time, if that is known before
 * @param live whether lines come as they are made: none may wait for others
 * @param rest gives once what is behind the lines and not one of them yet, when they are all read
 */
record Input(
    String name,
    Iterator<byte[]> lines,
    OptionalLong count,
    OptionalLong newestMillis,
    boolean live,
    Supplier<Optional<byte[]>> rest) {
  private record Timed(long millis, byte[] line) {}

  static final String STANDARD_INPUT = "-";

  /** As many lines as fit into a call; more only cost memory. */
  private static final int MAX_AT_ONCE = 500;

  /** Lines of which none is left over. */
  Input(
      String name,
      Iterator<byte[]> lines,
      OptionalLong count,
      OptionalLong newestMillis,
      boolean live) {
    this(name, lines, count, newestMillis, live, Optional::empty);
  }

  /** Opens what ends with this run. */
  static Input open(String name, LineTimes times, boolean whole, boolean byTime) {
    return open(name, times, whole, byTime, false);
  }

  /**
   * Opens a file, standard input for {@code -}, or a socket for {@code tcp://HOST:PORT}.
   *
   * @param whole whether to read everything before sending: to count it and to know its times
   * @param byTime whether to sort by event time; lines that have none stay behind the line before
   *     them
   * @param goesOn whether later runs read on in the same lines: then a last one that has no end may
   *     be half of what it will be, and is left to them
   * @throws UserException if it cannot be read
   */
  static Input open(String name, LineTimes times, boolean whole, boolean byTime, boolean goesOn) {
    if (byTime && !times.any()) {
      throw new UserException(
          "--by-time needs an app with event time, which this one has not; leave --by-time out");
    }
    LineReader lines = new LineReader(stream(name), goesOn && isRepeatable(name));
    return whole || byTime
        ? loaded(name, lines, times, byTime)
        : new Input(
            name,
            lines,
            OptionalLong.empty(),
            OptionalLong.empty(),
            !isFile(name),
            lines::takeRest);
  }

  /** Whether a name is that of a file. */
  static boolean isFile(String name) {
    return !name.equals(STANDARD_INPUT) && !name.startsWith(SocketAddress.SCHEME);
  }

  /** The next lines: those that are there, or all of a file's that fit into a call. */
  List<byte[]> next() {
    if (live && lines instanceof LineReader reader) {
      return reader.whatIsThere();
    }
    List<byte[]> next = new ArrayList<>();
    while (next.size() < MAX_AT_ONCE && lines.hasNext()) {
      next.add(lines.next());
    }
    return next;
  }

  private static InputStream stream(String name) {
    if (name.equals(STANDARD_INPUT)) {
      return System.in;
    }
    if (!isFile(name)) {
      return SocketAddress.parse(name.substring(SocketAddress.SCHEME.length()))
          .orElseThrow(() -> new UserException(name + " is no address; write tcp://HOST:PORT"))
          .open();
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
          "the input " + file.toAbsolutePath() + " cannot be read: " + FileTrouble.reason(e));
    }
  }

  private static Input loaded(String name, LineReader lines, LineTimes times, boolean byTime) {
    List<Timed> all = new ArrayList<>();
    long last = Long.MIN_VALUE;
    long newest = Long.MIN_VALUE;
    while (lines.hasNext()) {
      byte[] line = lines.next();
      last = times.of(line).orElse(last);
      newest = Math.max(newest, last);
      all.add(new Timed(last, line));
    }
    if (byTime) {
      all.sort(Comparator.comparingLong(Timed::millis));
    }
    OptionalLong known = newest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest);
    return new Input(
        name,
        all.stream().map(Timed::line).iterator(),
        OptionalLong.of(all.size()),
        known,
        false,
        lines::takeRest);
  }

  /**
   * Leaves out the lines that an earlier run has sent. A socket brings new lines each time, of
   * which none is left out.
   *
   * @param noted is told each of them
   * @throws UserException if there are fewer, or others: then it is not the same input
   */
  void skip(long sent, SentLines noted) {
    for (long i = 0; isRepeatable() && i < sent; i++) {
      noted.add(lines.hasNext() ? lines.next() : lastOf(i, sent), name);
    }
  }

  /** A last line without an end, which a run has sent that was to be the only one. */
  private byte[] lastOf(long there, long sent) {
    return rest.get()
        .filter(line -> there == sent - 1)
        .orElseThrow(
            () ->
                new UserException(
                    name
                        + " has "
                        + there
                        + " lines, and "
                        + sent
                        + " were sent before the stop: give the same input again, from its"
                        + " beginning"));
  }

  /** Whether it begins with the same lines each time. */
  boolean isRepeatable() {
    return isRepeatable(name);
  }

  private static boolean isRepeatable(String name) {
    return !name.startsWith(SocketAddress.SCHEME);
  }
}
