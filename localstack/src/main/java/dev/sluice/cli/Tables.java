package dev.sluice.cli;

import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the static tables of a run. */
final class Tables {
  private Tables() {}

  /**
   * @return the lines of each file, by the table's name
   * @throws UserException if a file cannot be read
   */
  static Map<String, List<String>> read(Map<String, Path> files) {
    Map<String, List<String>> tables = new TreeMap<>();
    files.forEach(
        (name, file) -> {
          try {
            if (Files.isDirectory(file)) {
              throw new IOException("it is a directory");
            }
            tables.put(name, Files.readAllLines(file));
          } catch (IOException e) {
            throw new UserException(
                "table '"
                    + name
                    + "', "
                    + file.toAbsolutePath()
                    + ", cannot be read: "
                    + FileTrouble.reason(e));
          }
        });
    return tables;
  }

  /**
   * @throws UserException if a table is given that the app never reads: its name may be misspelt
   */
  static void requireRead(Plan plan, Map<String, List<String>> tables) {
    Set<String> read = plan.tables();
    for (String name : tables.keySet()) {
      if (!read.contains(name)) {
        throw new UserException(
            "the app has no table '"
                + name
                + "'"
                + (read.isEmpty()
                    ? "; leave it out"
                    : "; of those given it reads " + String.join(", ", read)));
      }
    }
  }

  /**
   * @throws UserException if files are not given for just the broadcasts of the app
   */
  static void requireBroadcasts(Plan plan, Map<String, Path> files) {
    List<String> wanted = plan.sides().broadcastNames();
    for (String name : wanted) {
      if (!files.containsKey(name)) {
        throw new UserException(
            "the app uses broadcast '"
                + name
                + "'; say where it is: --broadcast "
                + name
                + "=FILE");
      }
      if (!Files.isReadable(files.get(name)) || Files.isDirectory(files.get(name))) {
        throw new UserException(
            "broadcast '" + name + "' cannot be read: " + files.get(name).toAbsolutePath());
      }
    }
    for (String name : files.keySet()) {
      if (!wanted.contains(name)) {
        throw new UserException(
            "the app has no broadcast '"
                + name
                + "'"
                + (wanted.isEmpty() ? "; leave it out" : "; it has " + String.join(", ", wanted)));
      }
    }
  }
}
