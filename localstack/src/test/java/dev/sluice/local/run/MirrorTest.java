package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.ObjectStore.Put;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final String NAME = "alerts-1000.csv/part-00000";

  @TempDir Path directory;

  private final MemoryObjects objects = new MemoryObjects(new CountingMetrics());
  private Mirror mirror;
  private Path file;

  @BeforeEach
  void makeMirror() {
    mirror = new Mirror(objects, directory);
    file = directory.resolve(NAME);
  }

  @Test
  void putObjectsAreFiles() {
    assertThat(mirror.putIfAbsent(NAME, bytes("one"))).isEqualTo(Put.CREATED);
    assertThat(mirror.putAllIfAbsent(Map.of("b/part-00001", bytes("two"))))
        .containsEntry("b/part-00001", Put.CREATED);

    assertThat(file).hasContent("one");
    assertThat(directory.resolve("b/part-00001")).hasContent("two");
    assertThat(file.getParent()).isDirectoryContaining("glob:**/part-*").isNotEmptyDirectory();
    assertThat(file.getParent().toFile().list()).containsExactly("part-00000");
  }

  @Test
  void anObjectWhoseCopyFailedIsCopiedWhenItIsFoundThere() {
    objects.putIfAbsent(NAME, bytes("one"));

    assertThat(mirror.putIfAbsent(NAME, bytes("other"))).isEqualTo(Put.EXISTS);
    assertThat(file).hasContent("one");

    objects.putIfAbsent("b", bytes("two"));
    assertThat(mirror.get("b")).isPresent();
    assertThat(directory.resolve("b")).hasContent("two");
  }

  @Test
  void takingUpCopiesWhatAStoppedProcessHasNot() throws IOException {
    objects.putIfAbsent(NAME, bytes("one"));
    Files.createDirectories(file.getParent());
    Files.write(file.resolveSibling(".part-00000.tmp"), bytes("o")); // killed while it wrote

    mirror.takeUp();

    assertThat(file).hasContent("one");
    assertThat(file.getParent().toFile().list()).containsExactly("part-00000");
  }

  @Test
  void takingUpCopiesMarkersLast() throws IOException {
    Map<String, byte[]> all =
        Map.of("b/_SUCCESS", bytes(""), "b/part-00000", bytes("1"), "c/part-00000", bytes("2"));
    objects.putAllIfAbsent(all);
    Files.createDirectories(directory.resolve("c/part-00000")); // which stops it there

    assertThatThrownBy(mirror::takeUp).hasMessageContaining("c/part-00000");

    assertThat(directory.resolve("b/part-00000")).hasContent("1");
    assertThat(directory.resolve("b/_SUCCESS")).doesNotExist();
  }

  @Test
  void takingUpRefusesFilesThatWereChanged() throws IOException {
    mirror.putIfAbsent(NAME, bytes("one"));
    Files.write(file, bytes("changed"));

    assertThatThrownBy(mirror::takeUp)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file + " exists with other content");
  }

  @Test
  void completingCopiesWhatIsMissingOnly() throws IOException {
    mirror.putIfAbsent(NAME, bytes("one"));
    objects.putIfAbsent("b", bytes("two"));

    mirror.complete();

    assertThat(directory.resolve("b")).hasContent("two");
    assertThat(file).hasContent("one");
  }

  @Test
  void completingCopiesMarkersBehindTheirParts() {
    List<String> copied = new ArrayList<>();
    for (String name : List.of("a/_SUCCESS", "a/part-00000", "b/_SUCCESS", "b/part-00000")) {
      objects.putIfAbsent(name, bytes(name));
    }
    ObjectStore noting =
        (ObjectStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("get")) {
                    copied.add((String) arguments[0]);
                  }
                  return method.invoke(objects, arguments);
                });

    new Mirror(noting, directory).complete();

    assertThat(copied).containsExactly("a/part-00000", "b/part-00000", "a/_SUCCESS", "b/_SUCCESS");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
