package dev.sluice.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The directory that a function is unpacked in, {@code /var/task} on Lambda: class directories are
 * copied into it, and jars lie in {@code lib}, where the runtime finds them too.
 */
public final class TaskRoot implements AutoCloseable {
  private final Path directory;
  private final List<Path> jars;

  private TaskRoot(Path directory, List<Path> jars) {
    this.directory = directory;
    this.jars = jars;
  }

  /**
   * Makes the directory.
   *
   * @param jars jars and class directories; of classes that are in several, the first one's count
   * @throws IllegalArgumentException if one is not there
   */
  public static TaskRoot of(List<Path> jars) {
    for (Path jar : jars) {
      if (!Files.exists(jar)) {
        throw new IllegalArgumentException(
            "SLUICE-R01 there is no "
                + jar.toAbsolutePath().normalize()
                + " to run; build it with ./mvnw package, or name another one with --jar");
      }
    }
    try {
      TaskRoot root = new TaskRoot(Files.createTempDirectory("sluice-task-"), List.copyOf(jars));
      try {
        root.fill();
        return root;
      } catch (Throwable e) {
        root.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The functions cannot be unpacked: " + e.getMessage(), e);
    }
  }

  private void fill() throws IOException {
    Path lib = Files.createDirectory(directory.resolve("lib"));
    for (int i = 0; i < jars.size(); i++) {
      Path jar = jars.get(i).toAbsolutePath().normalize();
      if (Files.isDirectory(jar)) {
        copy(jar);
      } else {
        // The runtime takes them in the order of their names.
        Files.createSymbolicLink(lib.resolve(String.format(Locale.ROOT, "%03d.jar", i)), jar);
      }
    }
  }

  private void copy(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (!Files.exists(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /**
   * @throws IllegalArgumentException if the class of the function's handler is in none of the jars
   */
  public void requireHandler(FunctionConfig function) {
    if (!has(jars, function.handlerClass())) {
      throw new IllegalArgumentException(
          "SLUICE-R06 the Handler of function "
              + function.name()
              + " is "
              + function.handler()
              + ", which is not in "
              + String.join(", ", jars.stream().map(Path::toString).toList())
              + "; name a class of the jar, such as dev.sluice.functions.TransformFunction");
    }
  }

  /** Whether one of jars and class directories has a class. */
  public static boolean has(List<Path> jars, String className) {
    String file = className.replace('.', '/') + ".class";
    return jars.stream().anyMatch(jar -> hasFile(jar, file));
  }

  private static boolean hasFile(Path jar, String file) {
    if (Files.isDirectory(jar)) {
      return Files.exists(jar.resolve(file));
    }
    try (JarFile open = new JarFile(jar.toFile())) {
      return open.getEntry(file) != null;
    } catch (IOException e) {
      throw new UncheckedIOException("SLUICE-R01 " + jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Removes the directory. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
