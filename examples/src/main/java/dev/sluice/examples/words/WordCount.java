package dev.sluice.examples.words;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts the words of each batch interval: lines of the stream {@code lines} in, lines {@code
 * word,count} in {@code word-count} out.
 */
public final class WordCount implements StreamApp {
  /** The stream of lines. */
  public static final String STREAM = "lines";

  /** Letters, marks and digits of any script, with apostrophes inside. */
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*");

  @Override
  public void define(StreamContext stream) {
    stream
        .kinesis(STREAM, Decoder.utf8())
        .flatMap(WordCount::words)
        .mapToPair(word -> Pair.of(word, 1L), Codecs.string(), Codecs.int64())
        .named("counts")
        .reduceByKey(Long::sum)
        .map(pair -> pair.key() + "," + pair.value())
        .saveAsTextFiles("word-count", "csv");
  }

  /** The words of a line in their order, in lower case. */
  static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(found -> found.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }
}
