package dev.sluice.cli;

import dev.sluice.cli.project.Project;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The app of the project in whose folder a command runs: what {@code sluice.properties} there says.
 *
 * @param jars its jar, and its libraries where they are not in it
 * @param className the app's full class name
 * @param name the app's name, if it is not to be made of the class name
 */
record ProjectApp(List<Path> jars, String className, Optional<String> name) {
  private static final Set<String> KEYS = Set.of("jar", "class", "name");
  private static final Path SOURCES = Path.of("src", "main");

  /**
   * The app of a folder; none where the folder is no project.
   *
   * @throws UserException if the file is not right, or the jar is not built
   */
  static Optional<ProjectApp> in(Path folder) {
    Path file = folder.resolve(Project.PROPERTIES);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties said = read(file);
    Set<String> unknown = new TreeSet<>(said.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new UserException(
          file + " says " + String.join(", ", unknown) + "; what it can say is jar, class, name");
    }
    List<Path> jars = new ArrayList<>();
    for (String each : said.getProperty("jar", "").split(",")) {
      if (!each.isBlank()) {
        jars.add(folder.resolve(each.strip()));
      }
    }
    String className = said.getProperty("class", "").strip();
    if (jars.isEmpty() || className.isEmpty()) {
      throw new UserException(file + " must say jar and class, and does not");
    }
    for (Path jar : jars) {
      if (!Files.exists(jar)) {
        throw new UserException(jar + " is not there yet: ./mvnw package makes it");
      }
    }
    return Optional.of(
        new ProjectApp(jars, className, Optional.ofNullable(said.getProperty("name"))));
  }

  /** A source file that was changed after the jar was made: the jar is not what it says. */
  static Optional<Path> newerSource(Path folder, Path jar) {
    Path sources = folder.resolve(SOURCES);
    if (!Files.isDirectory(sources) || !Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      FileTime made = Files.getLastModifiedTime(jar);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
          return Optional.of(file);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UserException(sources + " cannot be read: " + FileTrouble.reason(e));
    }
  }

  private static Properties read(Path file) {
    Properties said = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      said.load(in);
      return said;
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + FileTrouble.reason(e));
    } catch (IllegalArgumentException e) {
      throw new UserException(file + " is no file of properties: " + e.getMessage());
    }
  }
}
