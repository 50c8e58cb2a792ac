package dev.sluice.simulation.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A deliberate bug.
 *
 * @param file below the project's directory
 * @param about what apps must have for it to matter, as {@code simulate --about} takes it, or empty
 * @param theme what seeds must be about for it to matter often, as {@code simulate --theme} takes
 *     it, or empty
 * @param unseen why it changes nothing that can be seen, or empty
 * @param from what is replaced; it is there once
 */
record Mutant(
    String name, String file, String about, String theme, String unseen, String from, String to) {
  private static final String NAME = "\n## ";
  private static final String ABOUT = "about ";
  private static final String THEME = "theme ";
  private static final String UNSEEN = "# ";
  private static final String FROM = "\n<<<\n";
  private static final String TO = ">>>\n";

  /** All of the list. */
  static List<Mutant> all() throws IOException {
    String text;
    try (InputStream in = Mutant.class.getResourceAsStream("mutants.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Mutant> mutants = new ArrayList<>();
    String[] parts = text.split(NAME);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      int name = part.indexOf('\n');
      int from = part.indexOf(FROM);
      int to = part.indexOf(TO, from);
      String[] place = part.substring(name + 1, from).split("\n");
      mutants.add(
          new Mutant(
              part.substring(0, name),
              place[0],
              after(ABOUT, place),
              after(THEME, place),
              after(UNSEEN, place),
              part.substring(from + FROM.length(), to),
              part.substring(to + TO.length()).stripTrailing() + "\n"));
    }
    return mutants;
  }

  /** What lines say behind a word, if one begins with it. */
  private static String after(String word, String[] lines) {
    return Stream.of(lines)
        .filter(each -> each.startsWith(word))
        .map(each -> each.substring(word.length()))
        .collect(Collectors.joining(" "));
  }

  /** The file with the bug. */
  String source(Path project) throws IOException {
    String text = Files.readString(project.resolve(file));
    int at = text.indexOf(from.stripTrailing());
    if (at < 0 || text.indexOf(from.stripTrailing(), at + 1) >= 0) {
      throw new IllegalStateException(
          "mutant '" + name + "' does not apply: " + file + " must have once: " + from);
    }
    return text.substring(0, at)
        + to.stripTrailing()
        + text.substring(at + from.stripTrailing().length());
  }
}
