package dev.sluice.cli;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import java.util.Optional;

/** Counts words for good; a line with a digit becomes a dead letter. */
public final class CountingApp implements StreamApp {
  static final String STREAM = "lines";

  @Override
  public void define(StreamContext stream) {
    stream
        .kinesis(STREAM, Decoder.utf8())
        .map(
            word -> {
              if (word.matches(".*[0-9].*")) {
                throw new IllegalArgumentException("no word: " + word);
              }
              return word;
            })
        .mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64())
        .named("words")
        .updateStateByKey(
            (values, sum) -> Optional.of(sum.orElse(0L) + values.size()), Codecs.int64())
        .saveAsTextFiles("words");
  }
}
