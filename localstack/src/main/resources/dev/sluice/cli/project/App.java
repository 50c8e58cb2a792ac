package @package@;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import java.time.Duration;

/** Adds up the values of each key in every minute of the events' own time, and lists large ones. */
public final class @app@ implements StreamApp {
  private static final long LARGE = 1_000;

  @Override
  public void define(StreamContext stream) {
    DStream<Event> events =
        stream
            .kinesis("@name@", Decoder.utf8())
            .map(Event::parse) // a line that does not parse becomes a dead letter
            .withEventTime(Event::time, Duration.ofSeconds(30)); // how late an event may come

    events.filter(event -> event.value() >= LARGE).saveAsTextFiles("large", "txt");

    events
        .mapToPair(event -> Pair.of(event.key(), event.value()), Codecs.string(), Codecs.int64())
        .named("by-minute") // a name for its state, so that more can be put before it one day
        .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofMinutes(1)))
        .mapWithWindow((window, key, total) -> window.end() + "," + key + "," + total)
        .saveAsTextFiles("totals", "csv");
  }
}
