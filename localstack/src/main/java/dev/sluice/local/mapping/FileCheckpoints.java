package dev.sluice.local.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Checkpoints as files, one a shard, so that a mapping goes on where it was after a restart. A file
 * is replaced at once: after a crash it holds the old checkpoint or the new one.
 */
public final class FileCheckpoints implements Checkpoints {

  private static final String END = "end";
  private static final String AFTER = "after ";

  private final Path directory;

  /**
   * Keeps checkpoints in a directory, which is made where it does not exist.
   *
   * @throws UncheckedIOException when it cannot be made
   */
  public FileCheckpoints(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make " + directory + " for the checkpoints of the shards; choose another.", e);
    }
  }

  @Override
  public Optional<Checkpoint> load(String shardId) {
    Path file = file(shardId);
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the checkpoint " + file + ".", e);
    }
    if (text.equals(END)) {
      return Optional.of(new Checkpoint.End());
    }
    if (text.startsWith(AFTER) && text.substring(AFTER.length()).matches("[0-9]+")) {
      return Optional.of(new Checkpoint.After(text.substring(AFTER.length())));
    }
    throw new IllegalStateException(
        "The checkpoint "
            + file
            + " holds '"
            + text
            + "' and not a position; delete it to read the shard from its start again.");
  }

  @Override
  public void save(String shardId, Checkpoint checkpoint) {
    String text =
        checkpoint instanceof Checkpoint.After after ? AFTER + after.sequenceNumber() : END;
    Path file = file(shardId);
    Path fresh = directory.resolve(shardId + ".new");
    try {
      Files.writeString(fresh, text + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the checkpoint " + file + ".", e);
    }
  }

  private Path file(String shardId) {
    return directory.resolve(shardId + ".position");
  }
}
