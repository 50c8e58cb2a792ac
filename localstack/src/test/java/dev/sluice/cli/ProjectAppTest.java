package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectAppTest {
  @TempDir Path folder;

  @Test
  void aFolderWithoutPropertiesIsNoProject() {
    assertThat(ProjectApp.in(folder)).isEmpty();
  }

  @Test
  void whatThePropertiesSayIsTheApp() throws IOException {
    say("jar = target/a.jar, lib/b.jar\nclass = com.example.A\nname = clicks\n");
    Path jar = put("target/a.jar");
    Path library = put("lib/b.jar");

    ProjectApp app = ProjectApp.in(folder).orElseThrow();
    assertThat(app.jars()).containsExactly(jar, library);
    assertThat(app.className()).isEqualTo("com.example.A");
    assertThat(app.name()).contains("clicks");
  }

  @Test
  void aJarThatIsNotBuiltSaysHowToBuildIt() throws IOException {
    say("jar = target/a.jar\nclass = com.example.A\n");
    assertThatThrownBy(() -> ProjectApp.in(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("target/a.jar")
        .hasMessageContaining("./mvnw package");
  }

  @Test
  void propertiesThatAreMissingOrUnknownAreNamed() throws IOException {
    say("jar = target/a.jar\n");
    assertThatThrownBy(() -> ProjectApp.in(folder)).hasMessageContaining("must say jar and class");
    say("jar = a.jar\nclas = com.example.A\n");
    assertThatThrownBy(() -> ProjectApp.in(folder)).hasMessageContaining("says clas;");
    say("jar = \\u00\n");
    assertThatThrownBy(() -> ProjectApp.in(folder)).hasMessageContaining("no file of properties");
  }

  @Test
  void aSourceThatIsNewerThanTheJarIsFound() throws IOException {
    Path jar = put("target/a.jar");
    Path source = put("src/main/java/A.java");
    at(jar, 2_000);
    at(source, 1_000);
    assertThat(ProjectApp.newerSource(folder, jar)).isEmpty();
    at(source, 3_000);
    assertThat(ProjectApp.newerSource(folder, jar)).isEqualTo(Optional.of(source));
  }

  private void say(String properties) throws IOException {
    Files.writeString(folder.resolve("sluice.properties"), properties);
  }

  private Path put(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private static void at(Path file, long millis) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }
}
