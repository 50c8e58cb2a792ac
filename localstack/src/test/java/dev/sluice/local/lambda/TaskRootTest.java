package dev.sluice.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRootTest {
  @TempDir Path directory;

  private Path jar() throws IOException {
    Path jar = directory.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("com/example/InJar.class"));
    }
    return jar;
  }

  private Path classes(String name, String content) throws IOException {
    Path classes = directory.resolve(name);
    Files.createDirectories(classes.resolve("com/example"));
    Files.writeString(classes.resolve("com/example/Own.class"), content);
    return classes;
  }

  private static FunctionConfig function(String handler) {
    return new FunctionConfig("f", handler, 128, Duration.ofSeconds(1), Map.of(), 1);
  }

  @Test
  void classesLieInTheRootAndJarsInItsLibUntilItIsClosed() throws IOException {
    TaskRoot root = TaskRoot.of(List.of(classes("one", "first"), jar(), classes("two", "second")));

    assertThat(root.directory().resolve("com/example/Own.class")).hasContent("first");
    assertThat(root.directory().resolve("lib").toFile().list()).containsExactly("001.jar");
    root.close();
    assertThat(root.directory()).doesNotExist();
    assertThat(jar()).exists();
  }

  @Test
  void nothingIsLeftOfARootThatCannotBeFilled() throws IOException {
    Path file = Files.createDirectory(directory.resolve("one"));
    String own = directory.getFileName() + ".own"; // told apart from what other processes unpack
    Files.writeString(file.resolve(own), "");
    Path below = Files.createDirectories(directory.resolve("two").resolve(own));
    Files.writeString(below.resolve("inside"), "");
    assertThatThrownBy(() -> TaskRoot.of(List.of(file, below.getParent())))
        .hasMessageContaining("The functions cannot be unpacked");
    try (Stream<Path> roots = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(roots.filter(root -> root.getFileName().toString().startsWith("sluice-task-")))
          .noneMatch(root -> Files.exists(root.resolve(own)));
    }
  }

  @Test
  void handlersAreLookedForInAllJars() throws IOException {
    try (TaskRoot root = TaskRoot.of(List.of(jar(), classes("one", "")))) {
      root.requireHandler(function("com.example.InJar"));
      root.requireHandler(function("com.example.Own::handle"));
      assertThatThrownBy(() -> root.requireHandler(function("com.example.Other")))
          .hasMessageContaining("SLUICE-R06 the Handler of function f is com.example.Other")
          .hasMessageContaining("app.jar");
    }
  }

  @Test
  void aMissingJarIsNamed() {
    Path missing = directory.resolve("not/there.jar");
    assertThatThrownBy(() -> TaskRoot.of(List.of(missing)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-R01 there is no " + missing)
        .hasMessageContaining("./mvnw package");
  }

  @Test
  void aFunctionThatLambdaWouldNotTakeIsRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new FunctionConfig("f", "H", 64, second, Map.of(), 1))
        .hasMessageContaining("SLUICE-R05 function f: MemorySize is 64");
    assertThatThrownBy(() -> new FunctionConfig("f", "H", 128, second.dividedBy(2), Map.of(), 1))
        .hasMessageContaining("SLUICE-R05 function f: Timeout is 0 s");
    assertThatThrownBy(() -> new FunctionConfig("f", "H", 128, Duration.ofMinutes(16), Map.of(), 1))
        .hasMessageContaining("Timeout is 960 s");
    assertThatThrownBy(() -> new FunctionConfig("f", "H", 128, second, Map.of(), 0))
        .hasMessageContaining("ReservedConcurrentExecutions is 0");
  }

  @Test
  void theHeapIs85PartsOf100OfTheMemory() {
    assertThat(JavaFlags.of(512)).startsWith("-Xmx445644k").contains("-XX:TieredStopAtLevel=1");
    assertThat(JavaFlags.of(10_240)).startsWith("-Xmx8912896k");
  }
}
