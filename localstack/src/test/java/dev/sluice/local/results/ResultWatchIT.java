package dev.sluice.local.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResultWatchIT {
  @RegisterExtension static final ResultBucket BUCKET = new ResultBucket();

  private ResultWatch watch(String root) {
    return new ResultWatch(BUCKET.s3(), BUCKET.name(), root, List.of());
  }

  private void put(String key, String content) {
    BUCKET.put(key, content);
  }

  /** A directory with one part for each line, complete. */
  private void publish(String directory, String... lines) {
    for (int i = 0; i < lines.length; i++) {
      put(directory + "/part-0000" + i, lines[i] + "\n");
    }
    put(directory + "/_SUCCESS", "");
  }

  private static List<String> names(List<Published> found) {
    return found.stream().map(Published::directory).toList();
  }

  @Test
  void whatBecomesCompleteIsShownOnce() {
    ResultWatch watch = watch("");
    put("pages-1773133260000.csv/part-00000", "a,1\n");
    assertThat(watch.look()).isEmpty();
    put("pages-1773133260000.csv/_SUCCESS", "");
    publish("pages-1773133320000.csv", "b,2", "c,3");

    List<Published> found = watch.look();
    assertThat(names(found)).containsExactly("pages-1773133260000.csv", "pages-1773133320000.csv");
    TreeMap<String, String> texts = new TreeMap<>();
    found.get(1).parts().forEach((name, part) -> texts.put(name, Published.text(part).get()));
    assertThat(texts)
        .containsExactly(Map.entry("part-00000", "b,2\n"), Map.entry("part-00001", "c,3\n"));
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void sinksWhoseNamesBeginAlikeAndFoldersAreAllFound() {
    publish("pages-1773133260000.csv", "a");
    publish("pages-slow-1773133260000", "b");
    publish("pages-20-1773133260000.csv", "g");
    publish("pages-20-3-1773133260000.csv", "h");
    publish("pages.new-1773133260000.txt", "c");
    publish("dead-letter/clicks-1773133261000.csv", "d");
    publish("late/by-minute-1773133261000.csv", "e");
    put("readme.txt", "no result");
    put("other/thing.txt", "no result");
    publish("zebra-1773133260000", "f");

    assertThat(names(watch("").look()))
        .containsExactlyInAnyOrder(
            "pages-1773133260000.csv",
            "pages-slow-1773133260000",
            "pages-20-1773133260000.csv",
            "pages-20-3-1773133260000.csv",
            "pages.new-1773133260000.txt",
            "dead-letter/clicks-1773133261000.csv",
            "late/by-minute-1773133261000.csv",
            "zebra-1773133260000");
  }

  @Test
  void revisionsAndEarlyResultsOfOlderWindowsAreFound() {
    ResultWatch watch = watch("");
    publish("pages-1773133260000.csv", "a");
    publish("pages-1773133320000.csv", "b");
    assertThat(watch.look()).hasSize(2);
    publish("pages-1773133260000-r1773133390000.csv", "a2");
    publish("pages-1773133380000-e1773133390000.csv", "c");

    assertThat(names(watch.look()))
        .containsExactly(
            "pages-1773133260000-r1773133390000.csv", "pages-1773133380000-e1773133390000.csv");
  }

  @Test
  void whatIsSkippedIsNotShown() {
    publish("outputs/pages-1773133260000.csv", "a");
    put("outputs/pages-1773133320000.csv/part-00000", "b\n");
    publish("spills/spill/pages-1773133260000.csv", "not below the root");
    ResultWatch watch = watch("outputs/");
    watch.skip();
    assertThat(watch.look()).isEmpty();
    put("outputs/pages-1773133320000.csv/_SUCCESS", "");
    assertThat(names(watch.look())).containsExactly("pages-1773133320000.csv");
  }

  @Test
  void onlySinksThatAreWantedAreLookedAt() {
    publish("pages-1773133260000.csv", "a");
    publish("pages-slow-1773133260000", "b");
    ResultWatch one = new ResultWatch(BUCKET.s3(), BUCKET.name(), "", List.of("pages"));
    assertThat(names(one.look())).containsExactly("pages-1773133260000.csv");
    ResultWatch other = new ResultWatch(BUCKET.s3(), BUCKET.name(), "", List.of("pages-20"));
    publish("pages-20-1773133260000", "c");
    assertThat(names(other.look())).containsExactly("pages-20-1773133260000");
  }

  @Test
  void moreDirectoriesThanAPageHoldsAreAllFound() {
    for (int i = 0; i < 1_050; i++) {
      put("pages-" + (1773133260000L + i * 1000L) + "/_SUCCESS", "");
    }
    ResultWatch watch = watch("");
    assertThat(watch.look()).hasSize(1_050);
    put("pages-1773199999000/_SUCCESS", "");
    assertThat(names(watch.look())).containsExactly("pages-1773199999000");
  }

  @Test
  void bytesThatAreNoTextAreNone() {
    assertThat(Published.text(new byte[] {(byte) 0xff, 0})).isEmpty();
    assertThat(Published.text("ä".getBytes(StandardCharsets.UTF_8))).contains("ä");
  }
}
