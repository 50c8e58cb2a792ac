package dev.sluice.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checkout that looks built: its own text files, and something in place of each jar. */
record Checkout(Path home) {
  private static final Path REAL = Path.of("..");

  static Checkout at(Path home, String jars) throws IOException {
    for (String each :
        new String[] {
          "pom.xml",
          "shared/pom.xml",
          "shared/formats/pom.xml",
          "functions/pom.xml",
          "functions/kafka/pom.xml",
          "template.yaml",
          "samconfig.toml",
          "infra/alarms.yaml",
          "infra/app-alarms.yaml",
          "infra/dashboard.yaml",
          "infra/endpoints.yaml",
          "mvnw",
          "mvnw.cmd",
          "sluice",
          ".mvn/wrapper/maven-wrapper.properties"
        }) {
      Files.createDirectories(home.resolve(each).getParent());
      Files.copy(REAL.resolve(each), home.resolve(each));
    }
    Checkout checkout = new Checkout(home);
    checkout.build(jars);
    return checkout;
  }

  void build(String jars) throws IOException {
    jar("shared", "sluice-shared", jars);
    jar("shared/formats", "sluice-formats", jars);
    jar("functions", "sluice-functions", jars);
    jar("functions/kafka", "sluice-kafka", jars);
  }

  private void jar(String folder, String artifact, String content) throws IOException {
    Path target = home.resolve(folder).resolve("target");
    Files.createDirectories(target);
    Files.writeString(target.resolve(artifact + "-" + Toolkit.VERSION + ".jar"), content);
    Files.writeString(target.resolve(artifact + "-" + Toolkit.VERSION + "-sources.jar"), content);
  }

  void change(String file, String from, String to) throws IOException {
    String text = Files.readString(home.resolve(file));
    if (!text.contains(from)) {
      throw new AssertionError(file + " has no " + from);
    }
    Files.writeString(home.resolve(file), text.replace(from, to));
  }

  Toolkit toolkit() {
    return new Toolkit(home);
  }
}
