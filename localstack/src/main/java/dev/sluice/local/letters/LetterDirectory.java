package dev.sluice.local.letters;

import dev.sluice.local.files.LiveTree;
import dev.sluice.ports.Ids;
import dev.sluice.ports.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Letters in a directory, such as that of a local run's results. */
public final class LetterDirectory implements LetterStore {
  private static final String UNFINISHED = ".tmp";

  private final Path root;
  private final Ids ids;

  /**
   * @param ids of files that are not finished
   */
  public LetterDirectory(Path root, Ids ids) {
    this.root = root;
    this.ids = ids;
  }

  @Override
  public List<String> list(String prefix) {
    Path below = prefix.isEmpty() ? root : root.resolve(prefix);
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    try {
      return LiveTree.files(below).stream()
          .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
          .filter(name -> !name.endsWith(UNFINISHED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(below + " cannot be listed: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<byte[]> get(String name) {
    Path file = root.resolve(name);
    try {
      ObjectStore.checkSize(name, Files.size(file));
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Whoever finds the name finds the whole content. Not so where there are no hard links: there a
   * process that dies in here leaves a part of it.
   */
  @Override
  public boolean putIfAbsent(String name, byte[] content) {
    Path file = root.resolve(name);
    Path part = file.resolveSibling("." + file.getFileName() + "-" + ids.next() + UNFINISHED);
    try {
      Files.createDirectories(file.getParent());
      try {
        create(part, content);
        link(file, part, content);
      } finally {
        Files.deleteIfExists(part);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
  }

  private static void link(Path file, Path part, byte[] content) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      create(file, content);
    }
  }

  private static void create(Path file, byte[] content) throws IOException {
    Files.write(
        file,
        content,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }
}
