package dev.sluice.cli.project;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * What a project is called.
 *
 * @param name the app's name, its stream's and its folder's, such as {@code page-views}
 * @param packageName the package of its classes, such as {@code com.example.pageviews}
 */
public record ProjectName(String name, String packageName) {
  /** S3's rule for the names of buckets, as for {@code --name}, and it must make a class name. */
  private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9]){2,39}");

  /** Whose class would have the name of what it implements. */
  private static final List<String> TAKEN = List.of("stream");

  /** The template's limit of AppClass: more does not fit into the description of a version. */
  static final int LONGEST_CLASS = 88;

  /**
   * @throws IllegalArgumentException if one of them cannot be a name; the message says why
   */
  public ProjectName {
    if (!NAME.matcher(name).matches() || name.length() > 40) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot name an app: a name has 3 to 40 small letters, digits and single inner"
              + " hyphens, and begins with a letter, such as page-views");
    }
    if (TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot name an app: its class would be StreamApp, which is the toolkit's");
    }
    if (!SourceVersion.isName(packageName, SourceVersion.RELEASE_17)
        || !packageName.matches("[A-Za-z0-9_.]+")) { // Maven's and the template's letters
      throw new IllegalArgumentException(
          "'"
              + packageName
              + "' cannot name a package in Java; take one such as com.example.clicks");
    }
    if (packageName.equals("dev.sluice") || packageName.startsWith("dev.sluice.")) {
      throw new IllegalArgumentException(
          "package " + packageName + " is the toolkit's; take one such as com.example.clicks");
    }
    String full = packageName + "." + appClass(name);
    if (full.length() > LONGEST_CLASS) {
      throw new IllegalArgumentException(
          "the app's class would be "
              + full
              + ", of "
              + full.length()
              + " characters, and a deployment takes "
              + LONGEST_CLASS
              + ": take a shorter name, or a shorter --package");
    }
  }

  /** In a package below {@code com.example}. */
  public static ProjectName of(String name) {
    return new ProjectName(name, "com.example." + packageOf(name));
  }

  /**
   * Of a project that is there.
   *
   * @throws IllegalArgumentException if the file is not what {@link #text} gives
   */
  static ProjectName read(Path file) throws IOException {
    Properties said = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      said.load(in);
    }
    return new ProjectName(said.getProperty("name", ""), said.getProperty("package", ""));
  }

  /** As {@link #read} takes it. */
  String text() {
    return "# What the project was made as; './sluice upgrade' goes by it.\nname = "
        + name
        + "\npackage = "
        + packageName
        + "\n";
  }

  private static String packageOf(String name) {
    String joined = name.replace("-", "");
    return SourceVersion.isKeyword(joined, SourceVersion.RELEASE_17) ? joined + "app" : joined;
  }

  /** The simple name of the app's class. */
  public String appClass() {
    return appClass(name);
  }

  private static String appClass(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("-")) {
      text.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return text + "App";
  }

  /**
   * What stands for what between two {@code @} in the files that a project begins with.
   *
   * @param version the toolkit's
   */
  Map<String, String> words(String version) {
    return Map.of(
        "name",
        name,
        "package",
        packageName,
        "path",
        packageName.replace('.', '/'),
        "app",
        appClass(),
        "version",
        version);
  }
}
