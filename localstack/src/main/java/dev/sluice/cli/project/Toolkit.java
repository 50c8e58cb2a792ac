package dev.sluice.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/**
 * The toolkit as it was checked out and built. What a project needs of it is copied into the
 * project, as a Maven repository of files: nothing has to be installed, and the project builds on
 * any machine.
 */
public final class Toolkit {
  /** The version that the poms have. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  /** What only a built checkout has. */
  private static final String NOT_BUILT =
      " is missing: the toolkit is not built; ./mvnw package -DskipTests builds it";

  private record Module(String artifact, String folder) {}

  private static final List<Module> MODULES =
      List.of(
          new Module("sluice-shared", "shared"),
          new Module("sluice-formats", "shared/formats"),
          new Module("sluice-functions", "functions"),
          new Module("sluice-kafka", "functions/kafka"));

  private final Path home;

  /**
   * @param home where it was checked out
   */
  public Toolkit(Path home) {
    this.home = home;
  }

  /** Where a file of the checkout is. */
  public Path file(String name) {
    return home.resolve(name);
  }

  /**
   * Writes the repository, over one that is there.
   *
   * @throws IllegalStateException if the toolkit is not built
   */
  public void copyTo(Path repository) throws IOException {
    copy(home.resolve("pom.xml"), repository, "sluice", ".pom");
    for (Module module : MODULES) {
      Path folder = home.resolve(module.folder());
      String built = "target/" + module.artifact() + "-" + VERSION;
      copy(folder.resolve("pom.xml"), repository, module.artifact(), ".pom");
      copy(folder.resolve(built + ".jar"), repository, module.artifact(), ".jar");
      copy(folder.resolve(built + "-sources.jar"), repository, module.artifact(), "-sources.jar");
    }
  }

  private static void copy(Path from, Path repository, String artifact, String ending)
      throws IOException {
    if (!Files.exists(from)) {
      throw new IllegalStateException(from + NOT_BUILT);
    }
    Path folder = repository.resolve("dev/sluice").resolve(artifact).resolve(VERSION);
    Files.createDirectories(folder);
    Path to = folder.resolve(artifact + "-" + VERSION + ending);
    Files.write(to, Files.readAllBytes(from));
    Files.writeString(folder.resolve(to.getFileName() + ".sha1"), sha1(to));
  }

  /** What Maven asks for beside each file; nothing depends on its strength. */
  private static String sha1(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(in.readAllBytes());
      return String.format(Locale.ROOT, "%040x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
