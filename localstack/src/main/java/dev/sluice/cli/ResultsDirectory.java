package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The directory that a run copies its results to. */
record ResultsDirectory(Path path) {

  /**
   * Makes it where it is missing.
   *
   * @param resumed whether what lies there may be this run's
   * @throws UserException if it cannot be written to, or holds what is somebody else's
   */
  void prepare(boolean resumed) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UserException(path + " is a file; --out takes a directory");
    }
    try {
      Files.createDirectories(path);
      Path trial = path.resolve(".sluice-writable"); // a killed process may have left it
      Files.write(trial, new byte[0]);
      Files.delete(trial);
      try (Stream<Path> files = Files.list(path)) {
        if (!resumed && files.findAny().isPresent()) {
          throw new UserException(
              path.toAbsolutePath()
                  + " is not empty, and results are never mixed or overwritten; remove it, or choose"
                  + " another with --out");
        }
      }
    } catch (IOException e) {
      throw new UserException(
          path.toAbsolutePath()
              + " cannot be used for results: "
              + FileTrouble.reason(e)
              + "; choose another with --out");
    }
  }
}
