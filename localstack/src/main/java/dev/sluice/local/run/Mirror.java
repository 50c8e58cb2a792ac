package dev.sluice.local.run;

import dev.sluice.ports.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies objects into a directory as they are put, so that users find results as plain files. */
final class Mirror implements ObjectStore {
  private static final String MARKER = "/_SUCCESS";

  private final ObjectStore objects;
  private final Path directory;

  Mirror(ObjectStore objects, Path directory) {
    this.objects = objects;
    this.directory = directory;
  }

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    Put put = objects.putIfAbsent(name, content);
    mirror(name, put, content);
    return put;
  }

  @Override
  public Map<String, Put> putAllIfAbsent(Map<String, byte[]> contents) {
    Map<String, Put> puts = objects.putAllIfAbsent(contents);
    puts.forEach((name, put) -> mirror(name, put, contents.get(name)));
    return puts;
  }

  private void mirror(String name, Put put, byte[] content) {
    if (put == Put.CREATED) {
      write(name, content);
    } else {
      copyIfMissing(name);
    }
  }

  /** Whoever looks whether an object is there expects its copy as well. */
  @Override
  public Optional<byte[]> get(String name) {
    Optional<byte[]> content = objects.get(name);
    if (content.isPresent() && !Files.exists(directory.resolve(name))) {
      write(name, content.get());
    }
    return content;
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    return objects.getRange(name, offset, length);
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix);
  }

  /**
   * Copies what was put and not copied: an answer was lost, the disk was full, or another process
   * has put it. Markers come last, as they say that all parts are there.
   */
  void complete() {
    inOrder().forEach(this::copyIfMissing);
  }

  private List<String> inOrder() {
    return objects.list("").stream()
        .sorted(Comparator.comparing(name -> name.endsWith(MARKER))) // stable
        .toList();
  }

  /**
   * Copies what a process that was stopped has put and not copied, and compares the rest.
   *
   * @throws IllegalStateException if a file differs from its object: then it is somebody else's
   */
  void takeUp() {
    inOrder().forEach(name -> write(name, objects.get(name).orElseThrow()));
  }

  private void copyIfMissing(String name) {
    if (!Files.exists(directory.resolve(name))) {
      objects.get(name).ifPresent(content -> write(name, content));
    }
  }

  /** By one at a time: two would have one name for what is not whole yet. */
  private synchronized void write(String name, byte[] content) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      if (Files.exists(file)) {
        if (!Arrays.equals(Files.readAllBytes(file), content)) {
          throw new IllegalStateException(
              file + " exists with other content; choose an empty directory for --out");
        }
        return;
      }
      Path part = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.write(part, content);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
