package dev.sluice.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
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
    StreamHarness run =
        StreamHarness.of(new WordCount()).shards(3).interval(Duration.ofSeconds(10)).start();
    run.send(Instant.ofEpochMilli(10_000), "the cat and the dog");
    run.send(Instant.ofEpochMilli(19_999), "The end");
    run.send(Instant.ofEpochMilli(20_000), "the");

    run.finish();

    assertThat(run.directories()).containsExactly("word-count-20000.csv", "word-count-30000.csv");
    assertThat(run.lines("word-count-20000.csv"))
        .containsExactly("and,1", "cat,1", "dog,1", "end,1", "the,3");
    assertThat(run.lines("word-count-30000.csv")).containsExactly("the,1");
  }
}
