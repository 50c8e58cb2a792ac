package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Lines as the bytes they are: what is not text shall reach the dead letters as it is. */
final class LineReader implements Iterator<byte[]> {
  /**
   * Ten times the largest record of Kinesis: enough for a good message about a line that is not.
   */
  private static final int MAX_LINE_BYTES = 100 * 1024 * 1024;

  private static final int MAX_AT_ONCE = 500;

  private final InputStream in;
  private final byte[] chunk = new byte[64 * 1024];
  private int next;
  private int end;
  private final boolean wholeOnly;
  private long number;
  private byte[] line;
  private Optional<byte[]> rest = Optional.empty();
  private boolean ended;

  LineReader(InputStream in) {
    this(in, false);
  }

  /**
   * @param wholeOnly whether a last line without an end is none yet, as somebody may be writing it
   */
  LineReader(InputStream in, boolean wholeOnly) {
    this.in = in;
    this.wholeOnly = wholeOnly;
  }

  /** The last line, once all others are read, if it has no end and is none yet. Gives it once. */
  Optional<byte[]> takeRest() {
    Optional<byte[]> taken = rest;
    rest = Optional.empty();
    return taken;
  }

  @Override
  public boolean hasNext() {
    if (line == null) {
      try {
        line = read();
      } catch (IOException e) {
        throw new UncheckedIOException("the input cannot be read: " + e.getMessage(), e);
      }
    }
    return line != null;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] taken = line;
    line = null;
    return taken;
  }

  /** The next line and those that can be read without waiting; up to a call's worth. */
  List<byte[]> whatIsThere() {
    List<byte[]> lines = new ArrayList<>();
    do {
      lines.add(next());
    } while (lines.size() < MAX_AT_ONCE && isMoreThere());
    return lines;
  }

  private boolean isMoreThere() {
    for (int i = next; i < end; i++) {
      if (chunk[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean any = false;
    while (!ended) {
      if (next == end) {
        next = 0;
        end = Math.max(0, in.read(chunk));
        if (end == 0) {
          ended = true; // for good: what a file gets from now on would be half a line
          byte[] last = any ? trimmed(bytes) : null;
          rest = wholeOnly ? Optional.ofNullable(last) : Optional.empty();
          return wholeOnly ? null : last;
        }
      }
      any = true;
      int from = next;
      while (next < end && chunk[next] != '\n') {
        next++;
      }
      bytes.write(chunk, from, next - from);
      if (bytes.size() > MAX_LINE_BYTES) {
        throw new UserException(
            "line "
                + (number + 1)
                + " has more than "
                + MAX_LINE_BYTES
                + " bytes; is the input a text file?");
      }
      if (next < end) {
        next++;
        return trimmed(bytes);
      }
    }
    return null;
  }

  private byte[] trimmed(ByteArrayOutputStream bytes) {
    number++;
    byte[] all = bytes.toByteArray();
    boolean cr = all.length > 0 && all[all.length - 1] == '\r';
    return cr ? java.util.Arrays.copyOf(all, all.length - 1) : all;
  }
}
