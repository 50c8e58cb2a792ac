package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.ports.FileStore.FileVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FileStore} must do. */
public abstract class FileStoreContract {
  private FileStore store;

  /** A store without files. */
  protected abstract FileStore emptyStore() throws Exception;

  /** Puts a file as others do, in place of what has the name. */
  protected abstract void put(String name, byte[] content) throws Exception;

  protected abstract void remove(String name) throws Exception;

  @BeforeEach
  void make() throws Exception {
    store = emptyStore();
  }

  private FileVersion put(String name, String content) throws Exception {
    put(name, content.getBytes(StandardCharsets.UTF_8));
    return find(name);
  }

  private FileVersion find(String name) {
    return store.list(name).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String read(FileVersion file, long offset, int length) {
    return store
        .read(file, offset, length)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("gone");
  }

  @Test
  void nothingIsListedWhereNothingIs() {
    assertThat(store.list("incoming/")).isEmpty();
  }

  @Test
  void filesAreListedByTheBeginningOfTheirNames() throws Exception {
    put("incoming/a.csv", "1");
    put("incoming/deep/er/b.csv", "22");
    put("incoming-too/c.csv", "3");
    assertThat(store.list("incoming/"))
        .extracting(FileVersion::name, FileVersion::sizeBytes)
        .containsExactlyInAnyOrder(
            tuple("incoming/a.csv", 1L), tuple("incoming/deep/er/b.csv", 2L));
  }

  @Test
  void everyFileOfManyIsListed() throws Exception {
    for (int i = 0; i < 1_050; i++) {
      put("many/f" + i, new byte[] {1});
    }
    assertThat(store.list("many/").stream().map(FileVersion::name).distinct()).hasSize(1_050);
  }

  @Test
  void rangesAreCutAtTheEnd() throws Exception {
    FileVersion file = put("a", "0123456789");
    assertThat(read(file, 0, 10)).isEqualTo("0123456789");
    assertThat(read(file, 2, 3)).isEqualTo("234");
    assertThat(read(file, 8, 100)).isEqualTo("89");
  }

  @Test
  void versionIsTheSameAtEachListingWhileTheFileIs() throws Exception {
    FileVersion file = put("a", "content");
    assertThat(find("a")).isEqualTo(file);
    assertThat(file.version()).isNotEmpty();
  }

  @Test
  void versionThatWasReplacedOrRemovedIsGone() throws Exception {
    FileVersion old = put("a", "old content");
    FileVersion other = put("a", "new content");
    assertThat(other.version()).isNotEqualTo(old.version());
    assertThat(read(old, 0, 5)).isEqualTo("gone");
    assertThat(read(other, 0, 3)).isEqualTo("new");
    remove("a");
    assertThat(read(other, 0, 3)).isEqualTo("gone");
    assertThat(store.list("a")).isEmpty();
  }

  @Test
  void namesOfAnyCharactersAreKept() throws Exception {
    List<String> names = List.of("in/ä ö+&=%.csv", "in/a b/c#d.csv", "in/日本.txt");
    for (String name : names) {
      assertThat(read(put(name, name), 0, 100)).isEqualTo(name);
    }
    assertThat(store.list("in/")).extracting(FileVersion::name).hasSameElementsAs(names);
  }
}
