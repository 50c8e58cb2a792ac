package dev.sluice.local.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A tree of files that others write to meanwhile. */
public final class LiveTree {
  private LiveTree() {}

  /**
   * All files below a directory, in no order; none where it is not there. Links to files count as
   * files, links to directories are not followed. What goes while this looks is not there.
   *
   * @throws IOException if a directory cannot be read
   */
  public static List<Path> files(Path directory) throws IOException {
    Visitor visitor = new Visitor();
    Files.walkFileTree(directory, visitor);
    return visitor.files;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() || Files.isRegularFile(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
