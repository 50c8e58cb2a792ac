package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the functions run from, which holds parts of libraries only. */
class DeployableJarIT {
  private static final Path JAR =
      Path.of("").toAbsolutePath().getParent().resolve("functions/target/sluice-functions.jar");

  /** Each cold start reads it. */
  private static final long MOST_BYTES = 15_000_000;

  @Test
  void jarStaysSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  @Test
  void jarHoldsNothingOfKafka() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("dev/sluice/functions/TransformFunction.class")
          .noneMatch(name -> name.contains("kafka"));
    }
  }

  @Test
  void templateDeploysThisJarAndItHoldsTheHandlersAndTheApp() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    String template = Files.readString(root.resolve("template.yaml"));
    assertThat(named(template, "CodeUri: (.+)").map(root::resolve)).containsExactly(JAR);
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> classes =
          Stream.concat(
                  named(template, " Handler: (.+)"),
                  named(template, "AppClass:\n +Type: String\n +Default: (.+)"))
              .map(name -> name.replace('.', '/') + ".class")
              .toList();
      assertThat(classes).hasSize(4);
      assertThat(jar.stream().map(JarEntry::getName)).containsAll(classes);
    }
  }

  private static Stream<String> named(String template, String pattern) {
    return Pattern.compile(pattern).matcher(template).results().map(each -> each.group(1));
  }

  @Test
  void jarHoldsAllThatJsonNeeds() throws Exception {
    URL[] jar = {JAR.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
      Class<?> click = loader.loadClass("dev.sluice.examples.clicks.Click");
      Class<?> type = loader.loadClass("dev.sluice.format.json.JsonFormat");
      Object format = type.getMethod("of", Class.class).invoke(null, click);
      Method decode = type.getMethod("decode", byte[].class);
      String json = "{\"time\":\"2026-03-10T09:00:01Z\",\"page\":\"/home\",\"millis\":120}";

      Object value = decode.invoke(format, json.getBytes(StandardCharsets.UTF_8));
      assertThat(value).hasToString("Click[time=2026-03-10T09:00:01Z, page=/home, millis=120]");
      Object back = type.getMethod("encode", Object.class).invoke(format, value);
      assertThat(new String((byte[]) back, StandardCharsets.UTF_8)).isEqualTo(json);
      assertThatThrownBy(() -> decode.invoke(format, "{x".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageStartingWith("SLUICE-D11 ");
    }
  }
}
