package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An app that is compiled anew and started on the state of the one before. */
@Timeout(180)
class ChangedAppIT {
  private static final String APP =
      """
      package com.example;
      import dev.sluice.api.*;
      import dev.sluice.codec.Codecs;
      import java.util.Optional;
      public final class Counts implements StreamApp {
        @Override public void define(StreamContext stream) {
          DStream<String> words = stream.kinesis("words", Decoder.utf8());
          words
              .mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64())
              .named("counts")
              .updateStateByKey(
                  (values, sum) -> Optional.of(sum.orElse(0L) + values.size()),
                  Codecs.int64())
              .saveAsTextFiles("counts");
          // more
        }
      }
      """;

  @TempDir Path directory;

  private Command run(String source, String... words) throws Exception {
    return run(List.of(), source, words);
  }

  private Command run(List<Object> options, String source, String... words) throws Exception {
    Path classes = UserApps.compile(directory, Map.of("com.example.Counts", source));
    Path input = directory.resolve("words.txt");
    Files.write(input, List.of(words));
    List<Object> all = new ArrayList<>(List.of("run", "--jar", classes));
    all.addAll(List.of("--class", "com.example.Counts", "--input", input));
    all.addAll(List.of("--state", directory.resolve("state"), "--out", directory.resolve("out")));
    all.addAll(List.of("--interval", "200ms", "--trigger", "once"));
    all.addAll(options);
    return Command.run(all.toArray());
  }

  /** Those of the newest batch. */
  private List<String> lines(String prefix) throws Exception {
    try (Stream<Path> directories = Files.list(directory.resolve("out"))) {
      Path newest =
          directories
              .filter(each -> each.getFileName().toString().startsWith(prefix + "-"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      List<String> lines = new ArrayList<>();
      try (Stream<Path> parts = Files.list(newest)) {
        for (Path part : parts.filter(each -> !each.endsWith("_SUCCESS")).sorted().toList()) {
          lines.addAll(Files.readAllLines(part));
        }
      }
      return lines;
    }
  }

  @Test
  void changeIsSaidAndWhatDoesNotFitIsRefused() throws Exception {
    Command first = run(APP, "cat", "dog");
    assertThat(first.code()).as(first.err()).isZero();

    String more = APP.replace("// more", "words.saveAsTextFiles(\"words\");");
    Command changed = run(more, "cat", "dog", "cat");
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.err()).contains("the app has changed: added sink 'words'");
    assertThat(lines("counts")).containsExactlyInAnyOrder("(cat,2)", "(dog,1)");
    assertThat(lines("words")).containsExactly("cat");

    Command refused = run(APP, "cat", "dog", "cat");
    assertThat(refused.code()).isEqualTo(Main.FAILED);
    assertThat(refused.err())
        .contains("SLUICE-E11", "sink 'words' is gone", "stream.retired(\"words\")");
  }

  @Test
  void anotherNumberOfBucketsIsSaidAndStaysUntilAnotherIsGiven() throws Exception {
    Command first = run(APP, "cat", "dog");
    assertThat(first.code()).as(first.err()).isZero();

    Command changed = run(List.of("--buckets", 5), APP, "cat", "dog", "cat");
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(changed.err()).contains("the app has changed: 5 buckets instead of 2");
    assertThat(lines("counts")).containsExactlyInAnyOrder("(cat,2)", "(dog,1)");

    Command again = run(APP, "cat", "dog", "cat", "dog");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("has changed");
    assertThat(lines("counts")).containsExactlyInAnyOrder("(cat,2)", "(dog,2)");
  }
}
