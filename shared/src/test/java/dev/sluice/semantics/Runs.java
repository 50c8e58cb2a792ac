package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.api.state.GroupFunction;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tests of semantics have in common: one stream of events, sums by key. */
final class Runs {
  static final String STREAM = "events";

  /** Lists that can be added to. */
  static final Codec<List<Long>> GROWING =
      new Codec<>() {
        @Override
        public void write(List<Long> value, ByteOutput out) {
          Codecs.list(Codecs.int64()).write(value, out);
        }

        @Override
        public List<Long> read(ByteInput in) {
          return new ArrayList<>(Codecs.list(Codecs.int64()).read(in));
        }
      };

  private Runs() {}

  static DStream<Event> events(StreamContext stream) {
    return stream.kinesis(STREAM, Decoder.utf8()).map(Event::parse);
  }

  static PairDStream<String, Long> pairs(DStream<Event> events) {
    return events.mapToPair(
        event -> Pair.of(event.key(), event.value()), Codecs.string(), Codecs.int64());
  }

  static DStream<Event> timed(StreamContext stream) {
    return events(stream).withEventTime(Event::time, Duration.ZERO);
  }

  static PairDStream<String, Long> timedPairs(StreamContext stream) {
    return pairs(timed(stream));
  }

  /** Sums by key and window of event time in {@code sums-<end>}: {@code key=sum}. */
  static StreamApp sums(Windows windows, Duration outOfOrderness) {
    return stream ->
        pairs(events(stream).withEventTime(Event::time, outOfOrderness))
            .named("sums")
            .reduceByKeyAndWindow(Long::sum, windows)
            .map(pair -> pair.key() + "=" + pair.value())
            .saveAsTextFiles("sums");
  }

  /** Rows of groups in {@code rows-<border>}. */
  static StreamApp grouped(
      GroupStateTimeout timeout, GroupFunction<String, Long, Long, List<String>> function) {
    return stream -> {
      DStream<Event> events = events(stream);
      if (timeout == GroupStateTimeout.EVENT_TIME_TIMEOUT) {
        events = timed(stream);
      }
      pairs(events)
          .flatMapGroupsWithState(OutputMode.APPEND, timeout, Codecs.int64(), function)
          .saveAsTextFiles("rows");
    };
  }

  static StreamHarness start(StreamApp app) {
    return StreamHarness.of(app).shards(3).buckets(2).start();
  }

  static void send(StreamHarness run, long stampMillis, Event event) {
    run.send(STREAM, at(stampMillis), event.key(), event.line());
  }

  /** Sends events at one moment, ends the input and gives the lines by directory. */
  static SortedMap<String, List<String>> outcome(StreamApp app, Event... events) {
    StreamHarness run = start(app);
    for (Event event : events) {
      send(run, 500, event);
    }
    run.finish();
    return lines(run);
  }

  /** The lines of each directory, sorted: which bucket a key belongs to is not what is tested. */
  static SortedMap<String, List<String>> lines(StreamHarness run) {
    SortedMap<String, List<String>> lines = new TreeMap<>();
    for (String directory : run.directories()) {
      lines.put(directory, run.lines(directory).stream().sorted().toList());
    }
    return lines;
  }

  static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  static Windows tumbling(long sizeMillis) {
    return Windows.tumbling(Duration.ofMillis(sizeMillis));
  }

  static Windows sliding(long sizeMillis, long slideMillis) {
    return Windows.sliding(Duration.ofMillis(sizeMillis), Duration.ofMillis(slideMillis));
  }
}
