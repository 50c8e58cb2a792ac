package dev.sluice.local.run;

import dev.sluice.api.Accumulator;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.EarlyResults;
import dev.sluice.api.GlobalWindows;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.api.state.GroupState;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.api.state.State;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Orders and payments, with operators of every kind behind them. */
final class ShopApp implements StreamApp {
  static final String ORDERS = "orders";
  static final String PAYMENTS = "payments";
  static final String READ = "read";

  /** The sinks, each of which shall write something. */
  static final Set<String> SINKS =
      Set.of(
          "sliding",
          "users",
          "revised",
          "sessions",
          "totals",
          "visits",
          "states",
          "idle",
          "once",
          "repeats",
          "answers",
          "together",
          "changes",
          "all",
          "early",
          "parts",
          "threes",
          "objects",
          "orders-json");

  private static final Codec<String> TEXT = Codecs.string();
  private static final Codec<Long> LONG = Codecs.int64();
  private static final Windows SLIDING =
      Windows.sliding(Duration.ofSeconds(10), Duration.ofSeconds(5));

  /** A line of either stream: {@code id,user,event time in ms,cents}. */
  record Event(String id, String user, long at, long cents) {
    static Event parse(String line) {
      String[] fields = line.split(",");
      return new Event(fields[0], fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3]));
    }
  }

  @Override
  public void define(StreamContext stream) {
    Accumulator read = stream.accumulator(READ);
    DStream<Event> orders = events(stream, ORDERS, read);
    DStream<Event> payments = events(stream, PAYMENTS, read);
    PairDStream<String, Long> cents = cents(orders);

    windows(cents);
    modes(cents);
    states(cents);
    joins(orders, payments);

    DStream<Event> once =
        orders
            .union(payments)
            .dropDuplicatesWithinWatermark(Event::id, TEXT, Codecs.record(Event.class));
    once.countByValue(Codecs.record(Event.class)).saveAsTextFiles("once");
    once.map(Event::user)
        .countByValueAndWindow(Windows.tumbling(Duration.ofSeconds(20)), TEXT)
        .filter(pair -> pair.value() > 1)
        .saveAsTextFiles("repeats");
    orders
        .map(Event::cents)
        .repartition(3, LONG)
        .mapPartitions(values -> List.of(values.size()), LONG)
        .saveAsTextFiles("parts");
    cents.saveAsObjectFiles("objects");
    orders.saveAsJsonFiles("orders-json", Event.class);
  }

  private static DStream<Event> events(StreamContext stream, String name, Accumulator read) {
    return stream
        .kinesis(name, Decoder.utf8())
        .map(
            line -> {
              read.add(1);
              return Event.parse(line);
            })
        .withEventTime(event -> Instant.ofEpochMilli(event.at()), Duration.ofSeconds(2));
  }

  private static PairDStream<String, Long> cents(DStream<Event> events) {
    return events.mapToPair(event -> Pair.of(event.user(), event.cents()), TEXT, LONG);
  }

  private static void windows(PairDStream<String, Long> cents) {
    PairDStream<String, Long> sums = cents.reduceByKeyAndWindow(Long::sum, SLIDING);
    sums.mapWithWindow((window, user, sum) -> window + " " + user + " " + sum)
        .saveAsTextFiles("sliding");
    sums.count().saveAsTextFiles("users");
    cents
        .named("revised")
        .reduceByKeyAndWindow(
            Long::sum, Windows.tumbling(Duration.ofSeconds(5)).withLateness(Duration.ofSeconds(8)))
        .saveAsTextFiles("revised");
    cents
        .groupByKeyAndWindow(SessionWindows.withGap(Duration.ofSeconds(2)))
        .mapWithWindow((window, user, all) -> window + " " + user + " " + all)
        .saveAsTextFiles("sessions");
    cents.reduceByKeyAndWindow(Long::sum, GlobalWindows.count(3)).saveAsTextFiles("threes");
  }

  private static void modes(PairDStream<String, Long> cents) {
    cents.reduceByKey(Long::sum, OutputMode.UPDATE).saveAsTextFiles("changes");
    cents
        .reduceByKeyAndWindow(Long::sum, SLIDING, OutputMode.COMPLETE)
        .mapWithWindow((window, user, sum) -> window + " " + user + " " + sum)
        .saveAsTextFiles("all");
    cents
        .reduceByKeyAndWindow(Long::sum, SLIDING, EarlyResults.everyRecords(4))
        .saveAsTextFiles("early");
  }

  private static void states(PairDStream<String, Long> cents) {
    cents
        .updateStateByKey(
            (values, before) ->
                Optional.of(before.orElse(0L) + values.stream().mapToLong(each -> each).sum()),
            LONG)
        .saveAsTextFiles("totals");
    StateSpec<String, Long, Long, String> visits =
        StateSpec.function(ShopApp::visit, LONG).timeout(Duration.ofSeconds(3)).withSnapshots();
    var results = cents.mapWithState(visits);
    results.saveAsTextFiles("visits");
    results.stateSnapshots().saveAsTextFiles("states");
    cents
        .flatMapGroupsWithState(
            OutputMode.APPEND, GroupStateTimeout.EVENT_TIME_TIMEOUT, LONG, ShopApp::idle)
        .saveAsTextFiles("idle");
  }

  private static String visit(String user, Optional<Long> value, State<Long> state) {
    if (state.isTimingOut()) {
      return user + " left with " + state.get();
    }
    long sum = state.getOption().orElse(0L) + value.orElseThrow();
    if (sum % 7 == 0) {
      throw new IllegalArgumentException("an unlucky sum");
    }
    state.update(sum);
    return null;
  }

  private static List<String> idle(String user, List<Long> values, GroupState<Long> state) {
    if (state.hasTimedOut()) {
      state.remove();
      return List.of(user + " is idle");
    }
    state.update(state.getOption().orElse(0L) + values.size());
    state.setTimeoutTimestamp(Math.max(0, state.getCurrentWatermarkMs()) + 4_000);
    return List.of(user + " " + state.get());
  }

  private static void joins(DStream<Event> orders, DStream<Event> payments) {
    cents(orders)
        .fullOuterJoinWithin(cents(payments), Duration.ofSeconds(1), Duration.ofSeconds(3))
        .saveAsTextFiles("answers");
    cents(orders).leftOuterJoin(cents(payments)).saveAsTextFiles("together");
  }
}
