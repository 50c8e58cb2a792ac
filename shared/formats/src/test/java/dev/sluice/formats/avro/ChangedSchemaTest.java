package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.formats.parquet.ParquetFormat;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Rows that were written with one schema cannot be read with another one. */
class ChangedSchemaTest {
  record Visit(String page, long count) {}

  record Longer(String page, long count, Optional<String> user) {}

  private static List<String> refusals(StreamApp before, StreamApp now) {
    return Plan.of(now, Map.of()).changeFrom(Plan.of(before, Map.of()).blueprint()).refusals();
  }

  private static <T extends Record> StreamApp files(Class<T> type, Function<String, T> parse) {
    return stream ->
        stream
            .kinesis("lines", Decoder.utf8())
            .map(parse::apply)
            .saveAsFiles("rows", ParquetFormat.of(type));
  }

  private static <T extends Record> StreamApp windows(Class<T> type, Function<String, T> parse) {
    Codec<T> codec = AvroFormat.of(type).codec();
    return stream -> {
      DStream<String> lines = stream.kinesis("lines", Decoder.utf8());
      lines
          .mapToPair(line -> Pair.of(line, parse.apply(line)), Codecs.string(), codec)
          .reduceByKeyAndWindow((a, b) -> a, Windows.tumbling(Duration.ofMinutes(1)))
          .saveAsTextFiles("newest");
    };
  }

  private static Visit visit(String line) {
    return new Visit(line, 1);
  }

  private static Longer longer(String line) {
    return new Longer(line, 1, Optional.empty());
  }

  @Test
  void rowsThatWaitForTheirBatchKeepTheirSchema() {
    StreamApp before = files(Visit.class, ChangedSchemaTest::visit);
    assertThat(refusals(before, files(Visit.class, ChangedSchemaTest::visit))).isEmpty();
    assertThat(refusals(before, files(Longer.class, ChangedSchemaTest::longer)))
        .singleElement()
        .asString()
        .contains("sink 'rows' is another one: its rows: avro<");
  }

  @Test
  void valuesOfOpenWindowsKeepTheirSchema() {
    StreamApp before = windows(Visit.class, ChangedSchemaTest::visit);
    assertThat(refusals(before, windows(Visit.class, ChangedSchemaTest::visit))).isEmpty();
    assertThat(refusals(before, windows(Longer.class, ChangedSchemaTest::longer)))
        .singleElement()
        .asString()
        .contains("its values: avro<");
  }

  /** No row outlives the step that makes it. */
  @Test
  void schemaOfResultsThatAreWrittenWhereTheyAreMadeMayGrow() {
    assertThat(refusals(results(false), results(true))).isEmpty();
  }

  private static StreamApp results(boolean isLonger) {
    return stream -> {
      DStream<Pair<String, Long>> counts =
          stream.kinesis("lines", Decoder.utf8()).countByValue(Codecs.string());
      if (isLonger) {
        counts
            .map(each -> new Longer(each.key(), each.value(), Optional.empty()))
            .saveAsFiles("rows", ParquetFormat.of(Longer.class));
      } else {
        counts
            .map(each -> new Visit(each.key(), each.value()))
            .saveAsFiles("rows", ParquetFormat.of(Visit.class));
      }
    };
  }
}
