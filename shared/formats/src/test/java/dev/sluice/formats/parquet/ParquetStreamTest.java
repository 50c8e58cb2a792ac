package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.format.json.JsonFormat;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Parquet as a sink, beside JSON of the same rows. */
class ParquetStreamTest {
  record Total(String page, long clicks, Optional<Instant> last) {}

  private static final class App implements StreamApp {
    @Override
    public void define(StreamContext stream) {
      var totals =
          stream
              .kinesis("clicks", Decoder.utf8())
              .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
              .named("sum")
              .reduceByKeyAndWindow(Long::sum, Windows.tumbling(Duration.ofSeconds(10)))
              .mapWithWindow((window, page, count) -> total(window.end(), page, count));
      totals.saveAsFiles("totals", ParquetFormat.of(Total.class));
      totals.saveAsJsonFiles("lines", Total.class);
    }

    private static Total total(Instant end, String page, long count) {
      Instant last = page.equals("bad") ? end.plusNanos(1) : end;
      return new Total(page, count, count % 2 == 0 ? Optional.empty() : Optional.of(last));
    }
  }

  private static StreamHarness start() {
    return StreamHarness.of(new App()).buckets(3).shards(2).interval(Duration.ofSeconds(5)).start();
  }

  private static void send(StreamHarness run, int from, int to) {
    for (int i = from; i < to; i++) {
      run.send(Instant.ofEpochMilli(200L * i), "page " + i % (7 + i / 90));
    }
  }

  private static TreeMap<String, List<byte[]>> parquet(StreamHarness run) {
    TreeMap<String, List<byte[]>> files = new TreeMap<>();
    for (String directory : run.directories()) {
      if (directory.endsWith(".parquet")) {
        files.put(directory, run.contents(directory));
      }
    }
    return files;
  }

  @Test
  void filesHoldTheRowsThatTheLinesOfJsonHold() {
    StreamHarness run = start();
    send(run, 0, 200);
    run.finish();

    var files = parquet(run);
    assertThat(files).hasSize(4);
    files.forEach(
        (directory, parts) -> {
          String json = directory.replace("totals", "lines").replace(".parquet", ".json");
          assertThat(parts.stream().flatMap(each -> ParquetFiles.read(each).stream()))
              .extracting(ParquetStreamTest::line)
              .hasSizeGreaterThan(5)
              .containsExactlyElementsOf(run.lines(json));
          assertThat(run.files()).containsKey(directory + "/_SUCCESS");
        });
  }

  private static String line(GenericRecord row) {
    Long last = (Long) row.get("last");
    Total total =
        new Total(
            row.get("page").toString(),
            (long) row.get("clicks"),
            Optional.ofNullable(last).map(micros -> Instant.ofEpochMilli(micros / 1000)));
    return new String(JsonFormat.of(Total.class).encode(total), StandardCharsets.UTF_8);
  }

  @Test
  void disturbedRunGivesTheSameBytes() {
    StreamHarness calm = start();
    send(calm, 0, 200);
    calm.finish();

    StreamHarness troubled = start();
    send(troubled, 0, 70);
    troubled.restart();
    troubled.redeliver(3);
    troubled.advance(Duration.ZERO);
    send(troubled, 70, 130);
    troubled.redeliver(1);
    troubled.restart();
    send(troubled, 130, 200);
    troubled.redeliver(50);
    troubled.finish();

    var expected = parquet(calm);
    assertThat(parquet(troubled).keySet()).isEqualTo(expected.keySet());
    parquet(troubled)
        .forEach((name, parts) -> assertThat(parts).containsExactlyElementsOf(expected.get(name)));
  }

  @Test
  void rowThatTheSchemaCannotHoldIsADeadLetter() {
    StreamHarness run = start();
    run.send(Instant.ofEpochMilli(100), "good");
    run.send(Instant.ofEpochMilli(100), "bad");
    run.finish();

    assertThat(
            run.contents("totals-10000.parquet").stream()
                .flatMap(f -> ParquetFiles.read(f).stream()))
        .extracting(row -> row.get("page").toString())
        .containsExactly("good");
    assertThat(run.lines("dead-letter/sum-5000.csv"))
        .singleElement()
        .asString()
        .contains("SLUICE-D13 field last: 1970-01-01T00:00:10.000000001Z is finer than");
  }
}
