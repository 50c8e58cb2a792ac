package dev.sluice.local.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process off a state directory. A crash frees it: the system holds the lock. */
final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory, which is made when it is missing.
   *
   * @throws IllegalStateException when somebody else has it
   */
  static StateLock take(Path state) {
    try {
      Files.createDirectories(state);
      FileChannel channel =
          FileChannel.open(
              state.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException(
            "The state directory "
                + state
                + " is in use by another local run, and two of them would destroy it."
                + " Stop the other one, or use another directory.");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The state directory " + state + " can't be made or locked: " + e.getMessage(), e);
    }
  }

  /** Whether somebody has the directory, which need not be there. */
  static boolean isTaken(Path state) {
    Path file = state.resolve(".lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !locked(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The state directory's lock can't be closed", e);
    }
  }
}
