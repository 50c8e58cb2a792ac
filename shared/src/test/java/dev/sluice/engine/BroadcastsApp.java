package dev.sluice.engine;

import dev.sluice.api.Broadcast;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.StateSpec;

/** Says which versions of two tables its functions see: in shards, in steps, and behind those. */
final class BroadcastsApp implements StreamApp {
  static final String FAST = "fast";
  static final String SLOW = "slow";

  @Override
  public void define(StreamContext stream) {
    Broadcast<Long> fast = stream.broadcast(FAST, lines -> Long.parseLong(lines.get(0)));
    Broadcast<Long> slow = stream.broadcast(SLOW, lines -> Long.parseLong(lines.get(0)));
    PairDStream<String, Long> pairs =
        stream
            .kinesis("readings", Decoder.utf8())
            .map(Reading::parse)
            .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG);
    pairs.map(pair -> pair + ":" + fast.value() + ":" + slow.value()).saveAsTextFiles("records");
    pairs
        .reduceByKey(Long::sum)
        .map(pair -> pair + ":" + fast.value() + ":" + slow.value())
        .saveAsTextFiles("sums");
    pairs
        .<Long, String>mapWithState(
            StateSpec.function(
                (key, value, state) -> {
                  state.update(fast.value() + slow.value());
                  return key + ":" + value.orElseThrow() + ":" + state.get();
                },
                TestCodecs.LONG))
        .saveAsTextFiles("states");
  }
}
