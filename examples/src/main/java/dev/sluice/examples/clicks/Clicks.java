package dev.sluice.examples.clicks;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;

/** Counts the clicks on each page in the last minute, every ten seconds, and lists slow ones. */
public final class Clicks implements StreamApp {
  @Override
  public void define(StreamContext stream) {
    DStream<Click> clicks =
        stream
            .kinesis("clicks", Decoder.utf8())
            .map(Click::parse) // a line that does not parse becomes a dead letter
            .withEventTime(Click::time, Duration.ofSeconds(30));

    clicks.filter(click -> click.millis() > 1000).saveAsTextFiles("slow", "txt");

    clicks
        .mapToPair(click -> Pair.of(click.page(), 1L), Codecs.string(), Codecs.int64())
        .reduceByKeyAndWindow(
            Long::sum, Windows.sliding(Duration.ofMinutes(1), Duration.ofSeconds(10)))
        .mapWithWindow((window, page, count) -> window.end() + "," + page + "," + count)
        .saveAsTextFiles("pages", "csv");
  }
}
