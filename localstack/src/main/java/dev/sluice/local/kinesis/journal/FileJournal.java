package dev.sluice.local.kinesis.journal;

import dev.sluice.codec.CodecException;
import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.StreamsState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A journal in a directory. A change is written before it is applied, so that a process that is
 * killed loses nothing that was answered. (Not so a machine that loses power: the system is not
 * asked to write at once.) Every so often a new file begins with what is known without the records;
 * files whose records have all expired are removed.
 */
public final class FileJournal implements Journal {
  private static final String PREFIX = "changes-";
  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  /** More than one PutRecords call can hold, as a bound on what a damaged length may claim. */
  private static final int MAX_CHANGE_BYTES = 64 * 1024 * 1024;

  private final Path directory;
  private final long fileBytes;
  private final Consumer<String> warnings;

  /** What each file holds, oldest first; the last one is written to. */
  private final TreeMap<Long, Extent> files = new TreeMap<>();

  private FileChannel out;
  private long written;

  /**
   * @param directory made when it is missing; nobody else may use it
   * @param fileBytes a new file begins when one has so many bytes
   * @param warnings takes what was repaired when the journal was read
   */
  public FileJournal(Path directory, long fileBytes, Consumer<String> warnings) {
    this.directory = directory;
    this.fileBytes = fileBytes;
    this.warnings = warnings;
  }

  @Override
  public void replay(Consumer<Change> consumer) {
    try {
      Files.createDirectories(directory);
      List<Path> found;
      try (Stream<Path> list = Files.list(directory)) {
        found = list.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().toList();
      }
      for (int i = 0; i < found.size(); i++) {
        Extent extent = new Extent();
        files.put(number(found.get(i)), extent);
        read(found.get(i), i == 0, i == found.size() - 1, extent, consumer);
      }
      removeIfNotBegun();
      open(files.isEmpty() ? 0 : files.lastKey());
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /**
   * A process can be killed between a new file and its snapshot. What would be written behind
   * nothing could not be read once the files before it are gone.
   */
  private void removeIfNotBegun() throws IOException {
    if (files.size() > 1 && Files.size(path(files.lastKey())) == 0) {
      Files.delete(path(files.pollLastEntry().getKey()));
    }
  }

  private void read(
      Path file, boolean first, boolean last, Extent extent, Consumer<Change> consumer)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    while (in.hasRemaining()) {
      int start = in.position();
      byte[] change = frame(in);
      if (change == null && last) {
        warnings.accept(
            "the last "
                + (in.capacity() - start)
                + " bytes of "
                + file
                + " are incomplete, as when a process is killed while it writes; they are dropped");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(start);
        }
        return;
      } else if (change == null) {
        throw new CodecException(
            file
                + " is damaged at byte "
                + start
                + "; restore it, or use an empty state directory");
      }
      Change decoded = ChangeFormat.decode(change);
      extent.include(decoded);
      if (first || !(decoded instanceof Change.Snapshot)) {
        consumer.accept(decoded); // what a later snapshot says has been replayed already
      }
    }
  }

  /** The next change, or null where it is incomplete or damaged. */
  private static byte[] frame(ByteBuffer in) {
    if (in.remaining() < HEADER_BYTES) {
      return null;
    }
    int length = in.getInt();
    int sum = in.getInt();
    if (length < 0 || length > MAX_CHANGE_BYTES || length > in.remaining()) {
      return null;
    }
    byte[] change = new byte[length];
    in.get(change);
    return sum == checksum(change) ? change : null;
  }

  @Override
  public void append(Change change, StreamsState state) {
    try {
      if (written > fileBytes) {
        rotate(change, state);
      }
      write(change);
    } catch (IOException e) {
      throw KinesisException.internal(
          "The change cannot be kept in " + directory + ": " + e.getMessage());
    }
  }

  private void rotate(Change next, StreamsState state) throws IOException {
    removeOld(next, state); // first, as the disk may be full
    begin(files.lastKey() + 1, state);
    removeOld(next, state);
  }

  private void removeOld(Change next, StreamsState state) throws IOException {
    if (next instanceof Change.RecordsStored stored && !stored.arrivals().isEmpty()) {
      long now = stored.arrivals().get(stored.arrivals().size() - 1).stampMillis();
      long first = firstNeeded(state, now);
      while (files.firstKey() < first) {
        Files.delete(path(files.pollFirstEntry().getKey()));
      }
    }
  }

  /** The newest file that begins with all that is known, and before which none is needed. */
  private long firstNeeded(StreamsState state, long now) {
    long first = files.firstKey();
    for (Map.Entry<Long, Extent> each : files.entrySet()) {
      first = each.getValue().isWhole() ? each.getKey() : first;
      if (each.getValue().isNeeded(state, now)) {
        break;
      }
    }
    return first;
  }

  /**
   * A file that cannot begin with what is known is none. It is tried again with the next change.
   */
  private void begin(long number, StreamsState state) throws IOException {
    long before = files.lastKey();
    out.close();
    try {
      open(number);
      write(state.snapshot());
    } catch (IOException | RuntimeException | Error e) {
      out.close();
      files.remove(number);
      open(before);
      Files.deleteIfExists(path(number));
      throw e;
    }
  }

  private void write(Change change) throws IOException {
    byte[] bytes = ChangeFormat.encode(change);
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + bytes.length);
    frame.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
    long before = out.position();
    try {
      while (frame.hasRemaining()) {
        out.write(frame);
      }
    } catch (IOException e) {
      out.truncate(before); // nothing of it may stay
      throw e;
    }
    written += frame.limit();
    files.lastEntry().getValue().include(change);
  }

  private void open(long number) throws IOException {
    files.putIfAbsent(number, new Extent());
    out = FileChannel.open(path(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    written = out.size();
    out.position(written);
  }

  private Path path(long number) {
    return directory.resolve(PREFIX + String.format(Locale.ROOT, "%012d", number));
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException("The journal in " + directory + " cannot be " + what, e);
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw failed("closed", e);
    }
  }
}
