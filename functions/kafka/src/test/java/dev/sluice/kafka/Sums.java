package dev.sluice.kafka;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;

/** Copies lines {@code key,number}, and sums them by key in windows. */
public final class Sums implements StreamApp {
  static final String TOPIC = "lines";

  @Override
  public void define(StreamContext stream) {
    DStream<String> lines = stream.kafka(TOPIC, Decoder.utf8());
    lines.saveAsTextFiles("copy", "txt");
    lines
        .mapToPair(
            line -> {
              String[] parts = line.split(",", 2);
              return Pair.of(parts[0], Long.parseLong(parts[1]));
            },
            Codecs.string(),
            Codecs.int64())
        .reduceByKeyAndWindow(
            Long::sum, Windows.sliding(Duration.ofSeconds(3), Duration.ofSeconds(1)))
        .mapWithWindow((window, key, sum) -> window.end() + "," + key + "," + sum)
        .saveAsTextFiles("sums", "csv");
  }
}
