package dev.sluice.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTest {
  private static final ProjectName VIEWS = new ProjectName("page-views", "org.acme.views");

  @TempDir Path scratch;
  private Checkout checkout;
  private Path folder;

  @BeforeEach
  void makes() throws IOException {
    checkout = Checkout.at(scratch.resolve("check out"), "old");
    folder = scratch.resolve("views");
    project().make(VIEWS);
  }

  @Test
  void noPlaceholderIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> own =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !folder.relativize(file).startsWith("toolkit"))
              .filter(file -> !file.getFileName().toString().startsWith("mvnw"))
              .toList();
      assertThat(own).hasSizeGreaterThan(10);
      for (Path file : own) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("@[a-z]+@");
      }
    }
  }

  @Test
  void classesLieInTheirPackage() {
    assertThat(folder.resolve("src/main/java/org/acme/views/PageViewsApp.java"))
        .content()
        .contains("package org.acme.views;", "class PageViewsApp ", ".kinesis(\"page-views\"");
    assertThat(folder.resolve("src/test/java/org/acme/views/PageViewsAppTest.java")).exists();
  }

  @Test
  void theTemplateDeploysTheProjectsJarAndApp() {
    assertThat(folder.resolve("template.yaml"))
        .content()
        .contains(
            "    CodeUri: target/page-views.jar\n",
            "  AppClass:\n    Type: String\n    Default: org.acme.views.PageViewsApp\n",
            "  AppName:\n    Type: String\n    Default: \"page-views\"\n",
            "  StreamName:\n    Type: String\n    Default: \"page-views\"\n")
        .doesNotContain("sluice-functions.jar", "dev.sluice.examples");
    assertThat(folder.resolve("samconfig.toml")).content().contains("\"page-views\"");
  }

  @Test
  void theCommandLineIsALinkToTheToolkits() throws IOException {
    assertThat(folder.resolve("sluice").toRealPath())
        .isEqualTo(checkout.home().resolve("sluice").toRealPath());
    assertThat(folder.resolve("mvnw")).isExecutable();
  }

  @Test
  void theToolkitIsAMavenRepositoryWithDigests() throws IOException {
    String version = checkout.toolkit().version();
    Path artifact = folder.resolve("toolkit/dev/sluice/sluice-shared/" + version);
    Path jar = artifact.resolve("sluice-shared-" + version + ".jar");
    assertThat(jar).hasContent("old");
    // printf old | sha1sum
    assertThat(artifact.resolve(jar.getFileName() + ".sha1"))
        .hasContent("c00dbbc9dadfbe1e232e93a729dd4752fade0abf");
    assertThat(artifact.resolve("sluice-shared-" + version + ".pom"))
        .content()
        .contains("<version>" + version + "</version>")
        .doesNotContain("-SNAPSHOT");
  }

  @Test
  void thePageShowsATestThatIsThere() throws IOException {
    String page = Files.readString(Path.of("../docs/your-app.md"));
    String shown = page.split("```java\n")[1].split("```")[0];
    Path test = folder.resolve("src/test/java/org/acme/views/PageViewsAppTest.java");
    assertThat(test).content().contains(shown);
  }

  /** Maven takes a snapshot that it has seen once for the newest one. */
  @Test
  void anotherContentIsAnotherVersion() throws IOException {
    String version = checkout.toolkit().version();
    assertThat(version).matches("0\\.1\\.0-[0-9a-f]{12}");
    assertThat(folder.resolve("pom.xml"))
        .content()
        .contains("<sluice.version>" + version + "</sluice.version>");
    assertThat(checkout.toolkit().version()).isEqualTo(version);
    checkout.build("new");
    assertThat(checkout.toolkit().version()).isNotEqualTo(version);
  }

  @Test
  void theVersionIsThatOfThePoms() throws IOException {
    assertThat(Files.readString(checkout.home().resolve("pom.xml")))
        .contains("<artifactId>sluice</artifactId>\n  <version>" + Toolkit.VERSION + "</version>");
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() {
    assertThatThrownBy(() -> project().make(VIEWS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty")
        .hasMessageContaining("--dir");
  }

  @Test
  void aToolkitThatIsNotBuiltSaysHowToBuildIt() throws IOException {
    Files.delete(
        checkout.home().resolve("functions/target/sluice-functions-" + Toolkit.VERSION + ".jar"));
    Path other = scratch.resolve("other");
    assertThatThrownBy(() -> new Project(checkout.toolkit(), other).make(VIEWS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("./mvnw package");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "Clicks",
        "9lives",
        "page_views",
        "a--b",
        "clicks-",
        "-clicks",
        "stream"
      })
  void whatCannotNameABucketAndAClassIsRefused(String name) {
    assertThatThrownBy(() -> ProjectName.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' cannot name an app");
  }

  @Test
  void longNamesAreTakenUpToFortyCharacters() {
    assertThat(new ProjectName("a".repeat(40), "org.acme").name()).hasSize(40);
    assertThatThrownBy(() -> ProjectName.of("a".repeat(41)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProjectName.of("a" + "-b".repeat(20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wordsOfJavaMakeNoPackage() {
    assertThat(ProjectName.of("switch").packageName()).isEqualTo("com.example.switchapp");
    assertThatThrownBy(() -> new ProjectName("clicks", "org.new.clicks"))
        .hasMessageContaining("cannot name a package");
    assertThatThrownBy(() -> new ProjectName("clicks", "dev.sluice.mine"))
        .hasMessageContaining("is the toolkit's");
  }

  @Test
  void anUpgradeReplacesTheToolkitAndWhatNobodyHasChanged() throws IOException {
    checkout.build("new");
    checkout.change(
        "infra/alarms.yaml", "AWSTemplateFormatVersion", "# new\nAWSTemplateFormatVersion");

    String version = checkout.toolkit().version();
    assertThat(upgrade())
        .hasSize(2)
        .contains("infra/alarms.yaml is the new toolkit's")
        .anyMatch(line -> line.startsWith("pom.xml takes " + version + " in place of 0.1.0-"));
    assertThat(folder.resolve("infra/alarms.yaml")).content().contains("# new\n");
    Path artifact = folder.resolve("toolkit/dev/sluice/sluice-shared");
    assertThat(artifact.resolve(version + "/sluice-shared-" + version + ".jar")).hasContent("new");
    assertThat(artifact).isDirectoryNotContaining(each -> !each.endsWith(version));
    assertThat(upgrade()).isEmpty();
  }

  @Test
  void anUpgradePutsTheNewTemplateBesideOneThatWasChanged() throws IOException {
    Path template = folder.resolve("template.yaml");
    Files.writeString(template, Files.readString(template) + "# mine\n");
    assertThat(upgrade()).isEmpty();

    checkout.change("template.yaml", "AWSTemplateFormatVersion", "# new\nAWSTemplateFormatVersion");
    assertThat(upgrade()).singleElement().asString().contains("template.yaml.new");
    assertThat(template).content().endsWith("# mine\n").doesNotContain("# new\n");
    assertThat(folder.resolve("template.yaml.new"))
        .content()
        .contains("# new\n", "target/page-views.jar");
    assertThat(upgrade()).isEmpty();
  }

  @Test
  void anUpgradeGivesThePomTheNewVersion() throws IOException {
    Path pom = folder.resolve("pom.xml");
    String version = checkout.toolkit().version();
    Files.writeString(pom, Files.readString(pom).replace(version + "</sl", "0.0.9</sl"));

    assertThat(upgrade()).containsExactly("pom.xml takes " + version + " in place of 0.0.9");
    assertThat(pom).content().contains("<sluice.version>" + version + "</sluice.version>");
  }

  @Test
  void anUpgradeOfAnythingElseIsRefused() {
    assertThatThrownBy(() -> new Upgrade(checkout.toolkit(), scratch).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no project");
  }

  /** It would be built, tested and run, and refused when it is deployed. */
  @Test
  void classThatTheTemplateDoesNotTakeIsRefusedAtOnce() throws IOException {
    assertThat(Files.readString(Path.of("../template.yaml")))
        .containsPattern("AppClass:(?s:.{0,600})MaxLength: " + ProjectName.LONGEST_CLASS + "\n");
    String fits = "a".repeat(ProjectName.LONGEST_CLASS - ".ClicksApp".length());
    assertThat(new ProjectName("clicks", fits).appClass()).isEqualTo("ClicksApp");
    assertThatThrownBy(() -> new ProjectName("clicks", "com.größe"))
        .hasMessageContaining("cannot name a package");
    assertThatThrownBy(() -> new ProjectName("clicks", fits + "a"))
        .hasMessageContaining("of 89 characters, and a deployment takes 88");
  }

  @Test
  void anUpgradeKnowsWhereTheFolderIsThatItIsCalledIn() {
    assertThatThrownBy(() -> new Upgrade(checkout.toolkit(), Path.of("")).run())
        .hasMessageStartingWith(Path.of("").toAbsolutePath() + "/");
  }

  private List<String> upgrade() throws IOException {
    return new Upgrade(checkout.toolkit(), folder).run();
  }

  private Project project() {
    return new Project(checkout.toolkit(), folder);
  }
}
