package dev.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Digests the lines that a run sends, in their order, so that a run that goes on notices when it is
 * given other ones. What was noted may be a call behind what was sent: the process can be killed
 * between.
 */
final class SentLines {
  private static final String FILE = "input.digest";

  /** How many lines there were, and their digest. */
  private record Noted(long count, String digest) {}

  private final Optional<Path> file;
  private final Optional<Noted> before;
  private final MessageDigest digest;
  private long count;

  /**
   * @param state where it is noted; nowhere without one
   */
  SentLines(Optional<Path> state) {
    this.file = state.map(directory -> directory.resolve(FILE));
    this.before = file.filter(Files::exists).map(SentLines::read);
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * A line that was sent, by this run or an earlier one.
   *
   * @param input for people
   * @throws UserException if an earlier run has sent other lines up to here
   */
  void add(byte[] line, String input) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, line.length));
    digest.update(line);
    count++;
    if (before.isPresent() && before.get().count == count && !before.get().digest.equals(text())) {
      throw new UserException(
          input
              + " is not the input that was sent before the stop: its first "
              + count
              + " lines are others. Give the same input again (lines may have come behind it), or"
              + " another --state directory to begin anew");
    }
  }

  /** Notes how far the lines are. */
  void keep() {
    if (file.isEmpty()) {
      return;
    }
    Path part = file.get().resolveSibling("." + FILE + ".tmp");
    try {
      Files.writeString(part, count + " " + text(), StandardCharsets.US_ASCII);
      Files.move(part, file.get(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(file.get(), e);
    }
  }

  private String text() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
    }
  }

  private static Noted read(Path file) {
    try {
      String[] fields = Files.readString(file, StandardCharsets.US_ASCII).split(" ");
      return new Noted(Long.parseLong(fields[0]), fields[1]);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static UserException unusable(Path file, IOException e) {
    return new UserException(file + " cannot be used: " + FileTrouble.reason(e));
  }
}
