package dev.sluice.engine.files;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lines of files as records. The position of a line is the sequence number of its file and the
 * place of the byte behind it, so that a file is read on from anywhere, in parts.
 */
final class Lines {
  /** A part of a file that is in memory. */
  private static final int PART_BYTES = 4 * 1024 * 1024;

  /** The largest record of Kinesis; what other sources give is not larger either. */
  private static final int MAX_LINE_BYTES = 10 * 1024 * 1024;

  /** What a dead letter shows of a line that is too long. */
  private static final int EXCERPT_BYTES = 1000;

  /**
   * Some lines of a file.
   *
   * @param bytes what was read for them
   */
  record Some(List<PulledRecord> records, int bytes) {}

  /** A byte order mark in UTF-8. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final FileStore files;

  Lines(FileStore files) {
    this.files = files;
  }

  /**
   * Reads on in a file.
   *
   * @param from the place of the first byte, before the end of the file
   * @param max at most so many lines
   * @return at least one
   */
  Some read(Intake.Taken file, long from, int max) {
    if (file.file().name().endsWith(".gz")) {
      return one(file, refused(file, from, "SLUICE-D21 the file is compressed; put it unpacked"));
    }
    Optional<byte[]> part = part(file, from, PART_BYTES);
    if (part.isPresent() && indexOfEnd(file, part.get(), from) < 0) {
      part = part(file, from, MAX_LINE_BYTES + 1);
    }
    if (part.isEmpty()) {
      return one(file, gone(file, from));
    }
    return indexOfEnd(file, part.get(), from) < 0
        ? one(file, tooLong(file, part.get(), from))
        : cut(file, part.get(), from, max);
  }

  private static Some one(Intake.Taken file, PulledRecord record) {
    return new Some(List.of(record), record.data().length + file.file().name().length());
  }

  /** A part of the version that was taken in; empty where it is gone, or not what it was. */
  private Optional<byte[]> part(Intake.Taken file, long from, int most) {
    int length = (int) Math.min(most, file.file().sizeBytes() - from);
    return files.read(file.file(), from, length).filter(bytes -> bytes.length == length);
  }

  /** Behind the first line, or -1 where that is not in the part. */
  private static int indexOfEnd(Intake.Taken file, byte[] part, long from) {
    for (int i = 0; i < part.length; i++) {
      if (part[i] == '\n') {
        return i + 1;
      }
    }
    return from + part.length == file.file().sizeBytes() ? part.length : -1;
  }

  private static Some cut(Intake.Taken file, byte[] part, long from, int max) {
    List<PulledRecord> records = new ArrayList<>();
    boolean whole = from + part.length == file.file().sizeBytes();
    int start = from == 0 ? behindMark(part) : 0;
    for (int i = start; i < part.length && records.size() < max; i++) {
      if (part[i] == '\n' || whole && i == part.length - 1) {
        int end = part[i] == '\n' ? i : i + 1;
        int text = end > start && part[end - 1] == '\r' ? end - 1 : end;
        byte[] line = Arrays.copyOfRange(part, start, text);
        records.add(record(file, from + i + 1, line, Optional.empty()));
        start = i + 1;
      }
    }
    return new Some(records, part.length);
  }

  /** The mark with which files of some programs say that they are UTF-8 is none of their text. */
  private static int behindMark(byte[] part) {
    int most = Math.min(part.length - 1, MARK.length); // a file of nothing else is a line
    return most == MARK.length && Arrays.equals(part, 0, most, MARK, 0, most) ? most : 0;
  }

  /** A line that ends before a byte; the last one of its file stands for the end of the file. */
  private static PulledRecord record(
      Intake.Taken file, long end, byte[] data, Optional<String> refused) {
    String sequence = String.valueOf(file.sequence());
    Position position = new Position(sequence, end);
    return new PulledRecord(
        position,
        end == file.file().sizeBytes() ? Position.of(sequence) : position,
        file.stampMillis(),
        file.file().name(),
        data,
        refused);
  }

  /**
   * All that is left of a file. It is where the first line of it is or before: whoever has not seen
   * that another process has read on there puts nothing behind that.
   */
  private static PulledRecord refused(Intake.Taken file, long from, String reason) {
    String sequence = String.valueOf(file.sequence());
    String name = file.file().name();
    String where = from == 0 ? "" : " (what is behind byte " + from + ")";
    return new PulledRecord(
        new Position(sequence, from + 1),
        Position.of(sequence),
        file.stampMillis(),
        name,
        name.getBytes(StandardCharsets.UTF_8),
        Optional.of(reason + where));
  }

  private static PulledRecord gone(Intake.Taken file, long from) {
    return refused(
        file,
        from,
        "SLUICE-D20 the file was removed or written anew before it was read; put files once, under"
            + " names of their own, and leave them until they are read");
  }

  private PulledRecord tooLong(Intake.Taken file, byte[] begin, long from) {
    long at = from + begin.length;
    while (at < file.file().sizeBytes()) {
      Optional<byte[]> part = part(file, at, PART_BYTES);
      if (part.isEmpty()) {
        return gone(file, from);
      }
      int end = indexOfEnd(file, part.get(), at);
      at += end < 0 ? part.get().length : end;
      if (end >= 0) {
        break;
      }
    }
    return record(
        file,
        at,
        Arrays.copyOf(begin, EXCERPT_BYTES),
        Optional.of(
            "SLUICE-D22 a line has more than " + MAX_LINE_BYTES + " bytes; this is its beginning"));
  }
}
