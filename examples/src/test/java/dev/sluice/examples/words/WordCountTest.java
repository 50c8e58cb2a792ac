package dev.sluice.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.MemoryRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordCountTest {

  @Test
  void wordsAreLettersAndDigitsOfAnyScriptInLowerCase() {
    assertThat(WordCount.words("To be, or NOT to be -- that's Äpfel 42, \"снег\"!"))
        .containsExactly("to", "be", "or", "not", "to", "be", "that's", "äpfel", "42", "снег");
    assertThat(WordCount.words(" ,;'' ")).isEmpty();
  }

  @Test
  void wordsAreCountedForEachIntervalAcrossShards() {
    MemoryRun run = new MemoryRun(WordCount.STREAM, 3, 1, Duration.ofSeconds(10));

    var files =
        run.run(
            new WordCount(),
            Map.of(),
            List.of(
                new MemoryRun.Record(10_000, "a", "the cat and the dog"),
                new MemoryRun.Record(19_999, "b", "The end"),
                new MemoryRun.Record(20_000, "c", "the")));

    assertThat(files)
        .isEqualTo(
            Map.of(
                "word-count-20000.csv",
                    List.of(List.of("and,1", "cat,1", "dog,1", "end,1", "the,3")),
                "word-count-30000.csv", List.of(List.of("the,1"))));
  }
}
