package dev.sluice.local.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that a process left behind when it was killed in the middle of a put. S3Proxy writes an
 * object as {@code <key>-<UUID>} and then gives it its name, so that what is left over would show
 * as an object that nobody put.
 */
final class Leftovers {
  static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Only of keys that Sluice writes: outputs, markers, and spills, which end in a UUID already. */
  private static final Pattern NAME =
      Pattern.compile("(part-[0-9]{5}|_SUCCESS|(.*-)?" + UUID + ")-" + UUID);

  private Leftovers() {}

  /** Removes what was left over below a directory that no process is using. */
  static void remove(Path root) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.walk(root)) {
      found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .toList();
    }
    for (Path each : found) {
      Files.delete(each);
    }
  }
}
