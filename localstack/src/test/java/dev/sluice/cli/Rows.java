package dev.sluice.cli;

import dev.sluice.local.files.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows that are published in a directory, also while a run goes on. */
final class Rows {
  private Rows() {}

  /**
   * Sorted by their text.
   *
   * @param prefix of the paths below the directory
   */
  static List<String> of(Path out, String prefix) throws IOException {
    List<String> rows = new ArrayList<>();
    for (Path file : LiveTree.files(out)) {
      boolean part = file.getFileName().toString().startsWith("part-");
      if (part && out.relativize(file).toString().startsWith(prefix)) {
        rows.addAll(Files.readAllLines(file));
      }
    }
    rows.sort(Comparator.naturalOrder());
    return rows;
  }
}
