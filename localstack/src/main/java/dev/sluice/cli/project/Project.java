package dev.sluice.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A project of the user's own: one app, its test, and all that builds, runs and deploys it. */
public final class Project {
  /** Names the app that commands take in a project's folder. */
  public static final String PROPERTIES = "sluice.properties";

  static final String TOOLKIT = "toolkit";

  /** Below it is what the toolkit has given to be deployed, as it was before anybody changed it. */
  static final String ORIGIN = TOOLKIT + "/origin";

  static final String NAMES = ORIGIN + "/project.properties";

  private final Toolkit toolkit;
  private final Path folder;

  /**
   * @param folder where it is, or is to be
   */
  public Project(Toolkit toolkit, Path folder) {
    this.toolkit = toolkit;
    this.folder = folder;
  }

  /**
   * Makes it, in a folder that is not there or empty.
   *
   * @throws IllegalArgumentException if there is something in the folder
   * @throws IllegalStateException if the toolkit is not built
   */
  public void make(ProjectName name) throws IOException {
    if (Files.exists(folder) && !isEmptyFolder()) {
      throw new IllegalArgumentException(
          folder
              + " is there already, and not empty; take another name, or --dir for another folder");
    }
    Map<String, String> words = name.words(toolkit.copyTo(folder.resolve(TOOLKIT)));
    for (Map.Entry<String, String> file : sources(name).entrySet()) {
      write(file.getKey(), filled(resource(file.getValue()), words));
    }
    for (Map.Entry<String, String> file : Deployment.of(toolkit, name).entrySet()) {
      write(file.getKey(), file.getValue());
      write(ORIGIN + "/" + file.getKey(), file.getValue());
    }
    write(NAMES, name.text());
    write("samconfig.toml", Deployment.samConfig(toolkit, name));
    for (String each : new String[] {"mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties"}) {
      Path to = folder.resolve(each);
      Files.createDirectories(to.getParent());
      Files.copy(toolkit.file(each), to);
    }
    link();
  }

  /** Lets {@code ./sluice} in the folder be the toolkit's; where links can't be, by its path. */
  private void link() {
    try {
      Files.createSymbolicLink(folder.resolve("sluice"), toolkit.file("sluice").toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      // The README of the project says what to do where there is no link.
    }
  }

  private static Map<String, String> sources(ProjectName name) {
    String path = name.packageName().replace('.', '/') + "/";
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("README.md", "README.md");
    files.put(".gitignore", "gitignore");
    files.put(PROPERTIES, PROPERTIES);
    files.put("events.txt", "events.txt");
    files.put("src/main/java/" + path + name.appClass() + ".java", "App.java");
    files.put("src/main/java/" + path + "Event.java", "Event.java");
    files.put("src/test/java/" + path + name.appClass() + "Test.java", "AppTest.java");
    return files;
  }

  private static String filled(String text, Map<String, String> words) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("@" + word.getKey() + "@", word.getValue());
    }
    return filled;
  }

  private static String resource(String name) {
    try (InputStream in = Project.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isEmptyFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private void write(String name, String text) throws IOException {
    write(folder.resolve(name), text);
  }

  static void write(Path to, String text) throws IOException {
    Files.createDirectories(to.getParent());
    Files.writeString(to, text);
  }
}
