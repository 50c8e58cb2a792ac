package dev.sluice.cli;

import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The static tables that an app is given. */
final class TableOptions {
  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "A static table that the app reads; may be repeated.")
  Map<String, Path> files = new LinkedHashMap<>();

  /**
   * The lines of each file, by the table's name.
   *
   * @throws UserException if a file cannot be read
   */
  Map<String, List<String>> lines() {
    return Tables.read(files);
  }

  /**
   * The graph of an app that has these.
   *
   * @throws UserException if a file cannot be read, or the app never reads one of them
   */
  Plan plan(StreamApp app) {
    return Tables.plan(app, lines());
  }
}
