package dev.sluice.cli;

import dev.sluice.api.StreamApp;
import dev.sluice.local.run.FileTables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.TableSource;
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
   * The graph of an app that has tables.
   *
   * @throws UserException if a table is given that the app never reads: its name may be misspelt
   */
  static Plan plan(StreamApp app, Map<String, List<String>> tables) {
    Plan plan = Plan.of(app, tables);
    requireRead(plan, tables);
    return plan;
  }

  private static void requireRead(Plan plan, Map<String, List<String>> tables) {
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
   * @return what functions see of each broadcast in the beginning, by its name
   * @throws UserException if files are not given for just the broadcasts of the app, or one cannot
   *     be used
   */
  static Map<String, Object> broadcasts(Plan plan, Map<String, Path> files) {
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
    Map<String, Object> values = new TreeMap<>();
    for (String name : wanted) {
      values.put(name, broadcast(plan, name, files.get(name)));
    }
    return values;
  }

  private static Object broadcast(Plan plan, String name, Path file) {
    TableSource.Look look =
        new FileTables(Map.of(name, file), () -> 0, problem -> {}).look(name, "");
    String why;
    if (look instanceof TableSource.Look.Found found) {
      try {
        return new dev.sluice.engine.entry.Tables(plan, null).parse(name, found.content());
      } catch (dev.sluice.engine.entry.Tables.UnreadableException e) {
        why = e.getMessage();
      }
    } else if (look instanceof TableSource.Look.TooLarge large) {
      why =
          "it has "
              + large.sizeBytes()
              + " bytes, and "
              + TableSource.MAX_TABLE_BYTES
              + " are the limit";
    } else {
      why = "it is missing";
    }
    throw new UserException(
        "broadcast '" + name + "', " + file.toAbsolutePath() + ", cannot be used: " + why);
  }
}
