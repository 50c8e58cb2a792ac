package dev.sluice.simulation.mutants;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

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

  /**
   * Compiles the file with the bug.
   *
   * @param work an empty directory
   * @param files has the class path; its output is here behind this
   * @return a directory of classes, to be put before the path
   * @throws IllegalStateException if it does not compile
   */
  Path compile(Path project, Path work, StandardJavaFileManager files) throws IOException {
    Path source = work.resolve("source").resolve(Path.of(file).getFileName());
    Files.createDirectories(source.getParent());
    Files.writeString(source, source(project));
    Path classes = Files.createDirectories(work.resolve("classes"));
    files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
    StringWriter said = new StringWriter();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                said,
                files,
                null,
                List.of("-nowarn", "-proc:none"),
                null,
                files.getJavaFileObjects(source))
            .call();
    if (!done) {
      throw new IllegalStateException("mutant '" + name + "' does not compile:\n" + said);
    }
    return classes;
  }

  /** Files for {@link #compile}, with the class path of this process. */
  static StandardJavaFileManager files() throws IOException {
    StandardJavaFileManager files =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
    String path = System.getProperty("java.class.path");
    files.setLocationFromPaths(
        StandardLocation.CLASS_PATH,
        Stream.of(path.split(File.pathSeparator)).map(Path::of).toList());
    return files;
  }
}
