package dev.sluice.cli.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The toolkit as it was checked out and built. What a project needs of it is copied into the
 * project, as a Maven repository of files: nothing has to be installed, and the project builds on
 * any machine.
 */
public final class Toolkit {
  /** The version that the poms have. */
  public static final String VERSION = "0.1.0-SNAPSHOT";

  private static final String SNAPSHOT = "-SNAPSHOT";
  private static final String GROUP = "dev/sluice";
  private static final int DIGITS = 12;

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
   * The version that its artifacts have in a project: that of a snapshot has the digest of all
   * their content in it, for Maven takes a snapshot that it knows already for the newest one.
   *
   * @throws IllegalStateException if the toolkit is not built
   */
  public String version() throws IOException {
    if (!VERSION.endsWith(SNAPSHOT)) {
      return VERSION;
    }
    MessageDigest digest = sha1();
    for (Map.Entry<String, byte[]> file : files(VERSION).entrySet()) {
      digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      digest.update(file.getValue());
    }
    String base = VERSION.substring(0, VERSION.length() - SNAPSHOT.length());
    return base + "-" + hex(digest).substring(0, DIGITS);
  }

  /**
   * Writes the repository, in place of one that is there.
   *
   * @return the version that the artifacts have in it
   * @throws IllegalStateException if the toolkit is not built
   */
  public String copyTo(Path repository) throws IOException {
    String version = version();
    Map<String, byte[]> files = files(version);
    remove(repository.resolve(GROUP));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path to = repository.resolve(GROUP).resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
      MessageDigest digest = sha1();
      digest.update(file.getValue());
      Files.writeString(to.resolveSibling(to.getFileName() + ".sha1"), hex(digest));
    }
    return version;
  }

  /** The content of each file of the group by its name, if the artifacts have a version. */
  private Map<String, byte[]> files(String version) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    pom(home.resolve("pom.xml"), "sluice", version, files);
    for (Module module : MODULES) {
      Path folder = home.resolve(module.folder());
      String built = "target/" + module.artifact() + "-" + VERSION;
      pom(folder.resolve("pom.xml"), module.artifact(), version, files);
      for (String ending : List.of(".jar", "-sources.jar")) {
        String name = name(module.artifact(), version, ending);
        files.put(name, Files.readAllBytes(requireBuilt(folder.resolve(built + ending))));
      }
    }
    return files;
  }

  private static void pom(Path from, String artifact, String version, Map<String, byte[]> files)
      throws IOException {
    String text = Files.readString(requireBuilt(from)).replace(VERSION, version);
    files.put(name(artifact, version, ".pom"), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(String artifact, String version, String ending) {
    return artifact + "/" + version + "/" + artifact + "-" + version + ending;
  }

  private static Path requireBuilt(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + NOT_BUILT);
    }
    return file;
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** What Maven asks for beside each file; nothing depends on its strength. */
  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
