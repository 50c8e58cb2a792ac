package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.change.Change;
import dev.sluice.api.change.ChangeFormat;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {
  /** What is on stock of each article, as the changes of orders say. */
  private static final StreamApp DELTAS =
      stream ->
          stream
              .dynamoDbStream("orders")
              .mapToPair(
                  change -> Pair.of(change.keys().get("id").toString(), delta(change)),
                  Codecs.string(),
                  Codecs.int64())
              .reduceByKey(Long::sum)
              .saveAsTextFiles("deltas");

  private static long delta(Change change) {
    return quantity(change.after()) - quantity(change.before());
  }

  private static long quantity(Optional<Map<String, Object>> item) {
    return item.map(each -> ((BigDecimal) each.get("qty")).longValueExact()).orElse(0L);
  }

  private static byte[] change(Change.Kind kind, String id, Integer before, Integer after) {
    return ChangeFormat.encode(
        new Change(
            kind,
            Map.of("id", id),
            Optional.ofNullable(before).map(qty -> item(id, qty)),
            Optional.ofNullable(after).map(qty -> item(id, qty))));
  }

  private static Map<String, Object> item(String id, int qty) {
    return Map.of("id", id, "qty", new BigDecimal(qty));
  }

  @Test
  void imagesBeforeAndAfterTellWhatAChangeIs() {
    StreamHarness run = StreamHarness.of(DELTAS).start();
    send(run, 100, change(Change.Kind.INSERT, "a", null, 5));
    send(run, 200, change(Change.Kind.INSERT, "b", null, 7));
    send(run, 300, change(Change.Kind.MODIFY, "a", 5, 2));
    send(run, 1400, change(Change.Kind.REMOVE, "a", 2, null));
    run.finish();
    assertThat(run.lines("deltas-1000")).containsExactly("(a,2)", "(b,7)");
    assertThat(run.lines("deltas-2000")).containsExactly("(a,-2)");
  }

  private static void send(StreamHarness run, long millis, byte[] change) {
    run.send("dynamodb:orders", Instant.ofEpochMilli(millis), "key", change);
  }

  @Test
  void whatIsNoChangeIsADeadLetterOfTheTable() {
    StreamHarness run = StreamHarness.of(DELTAS).start();
    send(run, 100, new byte[] {1});
    run.finish();
    assertThat(run.lines("dead-letter/dynamodb/orders-1000.csv"))
        .hasSize(1)
        .allMatch(row -> row.contains("SLUICE-D23"));
  }
}
