package dev.sluice.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a project another version of the toolkit. What it deploys is replaced where nobody has
 * changed it; else the new file is put beside it, to be merged by hand.
 */
public final class Upgrade {
  private static final Pattern VERSION =
      Pattern.compile("<sluice\\.version>([^<]*)</sluice\\.version>");

  private final Toolkit toolkit;
  private final Path folder;

  /**
   * @param folder the project's
   */
  public Upgrade(Toolkit toolkit, Path folder) {
    this.toolkit = toolkit;
    this.folder = folder.toAbsolutePath();
  }

  /**
   * Replaces what is there.
   *
   * @return what is to be known or done, a line each; none where all is as it was
   * @throws IllegalArgumentException if the folder has no toolkit to replace
   * @throws IllegalStateException if the new toolkit is not built
   */
  public List<String> run() throws IOException {
    Path names = folder.resolve(Project.NAMES);
    if (!Files.exists(names)) {
      throw new IllegalArgumentException(
          names + " is missing: this is no project that ./sluice new has made");
    }
    ProjectName name = ProjectName.read(names);
    List<String> lines = new ArrayList<>();
    takeVersion(toolkit.copyTo(folder.resolve(Project.TOOLKIT)), lines);
    for (Map.Entry<String, String> file : Deployment.of(toolkit, name).entrySet()) {
      take(file.getKey(), file.getValue(), lines);
    }
    return lines;
  }

  private void take(String name, String text, List<String> lines) throws IOException {
    Path file = folder.resolve(name);
    Path origin = folder.resolve(Project.ORIGIN).resolve(name);
    String was = Files.exists(origin) ? Files.readString(origin) : "";
    if (text.equals(was)) {
      return;
    }
    boolean untouched = Files.exists(file) && Files.readString(file).equals(was);
    if (untouched) {
      Files.writeString(file, text);
      lines.add(name + " is the new toolkit's");
    } else {
      Path beside = folder.resolve(name + ".new");
      Files.createDirectories(beside.getParent());
      Files.writeString(beside, text);
      lines.add(name + " was changed here: take over what is new from " + name + ".new");
    }
    Project.write(origin, text);
  }

  private void takeVersion(String wanted, List<String> lines) throws IOException {
    Path pom = folder.resolve("pom.xml");
    String text = Files.exists(pom) ? Files.readString(pom) : "";
    Matcher version = VERSION.matcher(text);
    if (!version.find()) {
      lines.add("pom.xml has no <sluice.version>: let it take version " + wanted);
    } else if (!version.group(1).equals(wanted)) {
      String was = version.group(1);
      String now = "<sluice.version>" + wanted + "</sluice.version>";
      Files.writeString(pom, version.replaceFirst(Matcher.quoteReplacement(now)));
      lines.add("pom.xml takes " + wanted + " in place of " + was);
    }
  }
}
