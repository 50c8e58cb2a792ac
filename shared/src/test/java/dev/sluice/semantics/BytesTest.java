package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.lines;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.timed;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.GroupStateTimeout;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Keys and values that are bytes, where rows show them as text. */
class BytesTest {
  private static PairDStream<byte[], byte[]> pairs(StreamContext stream) {
    return timed(stream)
        .mapToPair(
            event -> Pair.of(bytes(event.key()), bytes("" + event.value())),
            Codecs.bytes(),
            Codecs.bytes());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends values 1 and 2 of a key in one batch, and a late one in the next. */
  private static StreamHarness run(Function<PairDStream<byte[], byte[]>, DStream<?>> app) {
    StreamHarness run = start(stream -> app.apply(pairs(stream)).saveAsTextFiles("out"));
    send(run, 60_100, new Event("a", 15_000, 1));
    send(run, 60_200, new Event("a", 15_001, 2));
    run.advance(Duration.ofSeconds(5));
    send(run, 67_100, new Event("a", 3_000, 3));
    run.finish();
    return run;
  }

  /** The rows of all batches of a kind, one of which there is. */
  private static List<String> rows(StreamHarness run, String prefix) {
    return lines(run).entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }

  private static <T> String refuse(T value) {
    throw new IllegalStateException("refused");
  }

  @Test
  void linesOfTextHoldBase64() {
    assertThat(rows(run(pairs -> pairs), "out-61000"))
        .containsExactly("(YQ==,MQ==)", "(YQ==,Mg==)");
    assertThat(rows(run(pairs -> pairs.map(Pair::value)), "out-61000"))
        .containsExactly("MQ==", "Mg==");
    assertThat(rows(run(pairs -> pairs.groupByKeyAndWindow(tumbling(10_000))), "out-20000"))
        .containsExactly("(YQ==,[MQ==, Mg==])");
    assertThat(rows(run(pairs -> pairs.window(tumbling(10_000))), "out-20000"))
        .containsExactly("(YQ==,MQ==)", "(YQ==,Mg==)");
  }

  @Test
  void lateRowsHoldBase64() {
    String late = "1970-01-01T00:00:00Z,1970-01-01T00:00:10Z,1970-01-01T00:00:03Z,late,";
    assertThat(rows(run(pairs -> pairs.groupByKeyAndWindow(tumbling(10_000))), "late/"))
        .containsExactly(late + "YQ==,Mw==");
    assertThat(
            rows(
                run(pairs -> pairs.window(tumbling(10_000)).join(pairs.window(tumbling(10_000)))),
                "late/"))
        .containsExactly(late + "YQ==,Mw==", late + "YQ==,Mw==");
    assertThat(rows(run(pairs -> pairs.map(Pair::value).countByWindow(tumbling(10_000))), "late/"))
        .containsExactly(late + "all,Mw==");
  }

  @Test
  void deadLettersOfResultsHoldBase64() {
    assertThat(
            rows(
                run(
                    pairs ->
                        pairs
                            .reduceByKeyAndWindow((a, b) -> b, tumbling(10_000))
                            .map(BytesTest::refuse)),
                "dead-letter/"))
        .singleElement()
        .asString()
        .endsWith(",utf8,\"YQ==,Mg==\"");
    assertThat(
            rows(
                run(
                    pairs ->
                        pairs.flatMapGroupsWithState(
                            OutputMode.APPEND,
                            GroupStateTimeout.NO_TIMEOUT,
                            Codecs.int64(),
                            (key, values, state) -> List.of(refuse(values)))),
                "dead-letter/"))
        .anyMatch(row -> row.endsWith(",utf8,\"YQ==,[MQ==, Mg==]\""))
        .anyMatch(row -> row.endsWith(",utf8,\"YQ==,Mw==\""));
    assertThat(
            rows(
                run(
                    pairs ->
                        pairs
                            .leftOuterJoinWithin(pairs, Duration.ZERO, Duration.ZERO)
                            .map(BytesTest::refuse)),
                "dead-letter/"))
        .anyMatch(row -> row.endsWith(",utf8,\"YQ==,(MQ==,Optional[MQ==])\""));
  }
}
