package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.ObjectStore.Put;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} must do. */
public abstract class ObjectStoreContract {
  private ObjectStore objects;

  /** A store without objects. */
  protected abstract ObjectStore emptyStore() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    objects = emptyStore();
  }

  @Test
  void absentObjectIsNothingWhicheverWayItIsRead() {
    assertThat(objects.get("none")).isEmpty();
    assertThat(objects.getRange("none", 0, 1)).isEmpty();
    assertThat(objects.getRange("none", 0, 0)).isEmpty();
    assertThat(objects.list("")).isEmpty();
  }

  @Test
  void firstPutOfANameStaysWhateverComesLater() {
    assertThat(put("a/b", "first")).isEqualTo(Put.CREATED);
    assertThat(put("a/b", "second")).isEqualTo(Put.EXISTS);
    assertThat(put("a/b", "first")).isEqualTo(Put.EXISTS);
    assertThat(put("a/b", "")).isEqualTo(Put.EXISTS);
    assertThat(text("a/b")).isEqualTo("first");
  }

  @Test
  void eightRacersHaveOneWinnerAndOnlyItsBytesShow() throws Exception {
    for (int round = 0; round < 10; round++) {
      String name = "race/" + round;
      List<Put> answers = Race.of(8, racer -> put(name, "by " + racer));
      assertThat(answers).containsOnlyOnce(Put.CREATED);
      assertThat(text(name)).isEqualTo("by " + answers.indexOf(Put.CREATED));
    }
  }

  @Test
  void severalAreGivenAsEachIsAndWhatIsAbsentIsLeftOut() {
    Map<String, byte[]> contents = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      contents.put("several/" + i, new byte[] {(byte) i});
    }
    assertThat(objects.putAllIfAbsent(contents)).hasSize(30);
    List<String> names = new ArrayList<>(contents.keySet());
    names.add("several/none");
    Map<String, byte[]> found = objects.getAll(names);
    assertThat(found).hasSize(30);
    contents.forEach((name, content) -> assertThat(found.get(name)).isEqualTo(content));
    assertThat(objects.getAll(List.of())).isEmpty();
  }

  @Test
  void emptyObjectIsAnObject() {
    assertThat(put("empty", "")).isEqualTo(Put.CREATED);
    assertThat(put("empty", "x")).isEqualTo(Put.EXISTS);
    assertThat(objects.get("empty")).hasValueSatisfying(b -> assertThat(b).isEmpty());
    assertThat(objects.getRange("empty", 0, 5)).hasValueSatisfying(b -> assertThat(b).isEmpty());
    assertThat(objects.list("")).containsExactly("empty");
  }

  @Test
  void rangesAreHalfOpenAndEndWithTheObject() {
    put("digits", "0123456789");
    assertThat(range(0, 10)).isEqualTo("0123456789");
    assertThat(range(0, 1)).isEqualTo("0");
    assertThat(range(9, 1)).isEqualTo("9");
    assertThat(range(3, 4)).isEqualTo("3456");
    assertThat(range(3, 0)).isEmpty();
    assertThat(range(8, 5)).isEqualTo("89");
    assertThat(range(10, 1)).isEmpty();
    assertThat(range(10, 0)).isEmpty();
    assertThat(range(1L << 40, 1)).isEmpty();
    assertThat(range(0, ObjectStore.MAX_OBJECT_BYTES)).isEqualTo("0123456789");
  }

  @Test
  void rangesThatCannotBeAreRefused() {
    put("digits", "0123456789");
    assertThatThrownBy(() -> objects.getRange("digits", -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> objects.getRange("digits", 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> objects.getRange("digits", 0, ObjectStore.MAX_OBJECT_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sixMegabytesComeBackWholeAndInParts() {
    byte[] large = new byte[6 * 1024 * 1024];
    new Random(6).nextBytes(large);
    assertThat(objects.putIfAbsent("large", large)).isEqualTo(Put.CREATED);
    assertThat(objects.get("large").orElseThrow()).isEqualTo(large);
    assertThat(objects.getRange("large", large.length - 100_000, 100_000).orElseThrow())
        .isEqualTo(Arrays.copyOfRange(large, large.length - 100_000, large.length));
  }

  @Test
  void objectKeepsItsBytesWhenArraysChange() {
    byte[] mine = utf8("before");
    objects.putIfAbsent("kept", mine);
    Arrays.fill(mine, (byte) '?');
    Arrays.fill(objects.get("kept").orElseThrow(), (byte) '!');
    assertThat(text("kept")).isEqualTo("before");
  }

  @Test
  void listGivesWhatBeginsWithThePrefixAndNothingElse() {
    List.of("a-b", "a/b", "a/c/d", "ab/c", "b").forEach(name -> put(name, name));
    assertThat(objects.list("")).containsExactly("a-b", "a/b", "a/c/d", "ab/c", "b");
    assertThat(objects.list("a")).containsExactly("a-b", "a/b", "a/c/d", "ab/c");
    assertThat(objects.list("a/")).containsExactly("a/b", "a/c/d");
    assertThat(objects.list("a/c")).containsExactly("a/c/d");
    assertThat(objects.list("c")).isEmpty();
  }

  @Test
  void manyNamesAreListedInTheOrderOfTheirBytes() throws Exception {
    int count = 1050; // an answer of S3 ends at 1,000 names
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("many/" + i + "x");
    }
    names.add("many/\uFF5E after all two-byte letters");
    names.add("many/\uD83D\uDE00 after that, though its UTF-16 units are smaller");
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(1));
    Race.of(
        8,
        racer -> {
          for (int i = racer; i < shuffled.size(); i += 8) {
            put(shuffled.get(i), "");
          }
          return null;
        });
    names.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
    assertThat(objects.list("many/")).isEqualTo(names);
  }

  @Test
  void unusualNamesStayAsTheyAre() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "with space",
                "plus+plus",
                "100%25",
                "a=b&c=d?e",
                "quote'\"`",
                "semi;colon:comma,",
                "brackets[](){}<>",
                "back\\slash",
                "hash#tilde~star*",
                "dollar$at@bar|hat^",
                "...",
                ".hidden/..almost",
                "umlaut-ä-\u4e16\u754c-\uD83D\uDE00",
                "_SUCCESS",
                "pressure-1394413860000.csv/part-00000"));
    names.add("long/" + "123456789/".repeat(70) + "end");
    for (String name : names) {
      assertThat(put(name, "content of " + name)).as(name).isEqualTo(Put.CREATED);
    }
    names.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
    assertThat(objects.list("")).isEqualTo(names);
    for (String name : names) {
      assertThat(text(name)).isEqualTo("content of " + name);
    }
  }

  @Test
  void namesThatAreNoPathsAreRefused() {
    List<String> bad =
        List.of(
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            "a/./b",
            "a\nb",
            "a\u0000",
            "\uD83D",
            "x".repeat(Names.MAX_OBJECT_NAME_BYTES + 1),
            "ä".repeat(400));
    for (String name : bad) {
      assertThatThrownBy(() -> put(name, "x"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name of an object");
      assertThatThrownBy(() -> objects.get(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> objects.getRange(name, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(objects.list("")).isEmpty();
  }

  private Put put(String name, String content) {
    return objects.putIfAbsent(name, utf8(content));
  }

  private String text(String name) {
    return new String(objects.get(name).orElseThrow(), StandardCharsets.UTF_8);
  }

  private String range(long offset, int length) {
    return new String(
        objects.getRange("digits", offset, length).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
