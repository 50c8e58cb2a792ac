package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Pair;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.Codecs;
import dev.sluice.codec.ObjectFile;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of records. */
class FormatSinksTest {
  record Total(String page, long clicks, Optional<Double> mean) {
    static Total of(Pair<String, Long> pair) {
      double mean = 1.0 / pair.value();
      return new Total(
          pair.key(), pair.value(), pair.value() < 0 ? Optional.empty() : Optional.of(mean));
    }
  }

  private static final Codec<Total> TOTALS = Codecs.record(Total.class);

  @Test
  void recordsAreLinesOfJsonAndRowsOfCsv() {
    StreamHarness run =
        start(
            stream -> {
              var totals = pairs(events(stream)).reduceByKey(Long::sum).map(Total::of);
              totals.saveAsJsonFiles("json", Total.class);
              totals.saveAsCsvFiles("rows", Total.class);
            });
    send(run, 100, new Event("b", 0, 4));
    send(run, 110, new Event("a\"", 0, -1));
    run.finish();

    assertThat(run.lines("json-1000.json"))
        .containsExactly(
            "{\"page\":\"a\\\"\",\"clicks\":-1}", "{\"page\":\"b\",\"clicks\":4,\"mean\":0.25}");
    assertThat(run.lines("rows-1000.csv")).containsExactly("\"a\"\"\",-1,", "b,4,0.25");
    assertThat(run.files()).containsKey("json-1000.json/_SUCCESS");
  }

  @Test
  void valueThatJsonCannotSayIsADeadLetterAndOthersGoOn() {
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .named("sum")
                    .reduceByKey(Long::sum)
                    .map(Total::of)
                    .saveAsJsonFiles("json", Total.class));
    send(run, 100, new Event("a", 0, 0));
    send(run, 110, new Event("b", 0, 4));
    run.finish();

    assertThat(run.lines("json-1000.json")).hasSize(1).first().asString().contains("\"b\"");
    assertThat(run.lines("dead-letter/sum-1000.csv"))
        .singleElement()
        .asString()
        .contains("SLUICE-D13 Infinity is no number in JSON");
  }

  @Test
  void objectsAreReadBackAsTheyWere() {
    StreamHarness run =
        StreamHarness.of(
                stream -> {
                  var sums = pairs(events(stream)).reduceByKey(Long::sum);
                  sums.map(Total::of).saveAsObjectFiles("objects", "bin", TOTALS);
                  sums.saveAsObjectFiles("pairs");
                  events(stream).map(Event::key).saveAsObjectFiles("keys", "", Codecs.string());
                })
            .buckets(3)
            .start();
    send(run, 100, new Event("b\n", 0, 4));
    send(run, 110, new Event("a", 0, -1));
    send(run, 120, new Event("a", 0, -1));
    run.finish();

    assertThat(run.objects("objects-1000.bin", TOTALS))
        .containsExactlyInAnyOrder(
            new Total("a", -2, Optional.empty()), new Total("b\n", 4, Optional.of(0.25)));
    assertThat(run.objects("pairs-1000", Pair.codec(Codecs.string(), Codecs.int64())))
        .containsExactlyInAnyOrder(Pair.of("a", -2L), Pair.of("b\n", 4L));
    assertThat(run.objects("keys-1000", Codecs.string()))
        .containsExactlyInAnyOrder("a", "a", "b\n");
    assertThat(run.files()).containsKey("objects-1000.bin/_SUCCESS");
    assertThat(run.objects("nothing-1000", TOTALS)).isEmpty();
  }

  @Test
  void objectsOfWindowsAreNamedByTheWindow() {
    StreamHarness run =
        start(
            stream -> {
              pairs(events(stream))
                  .reduceByKeyAndWindow(Long::sum, tumbling(2000))
                  .saveAsObjectFiles("sums");
              events(stream)
                  .window(tumbling(2000))
                  .map(Event::value)
                  .saveAsObjectFiles("values", "", Codecs.int64());
            });
    send(run, 100, new Event("a", 0, 1));
    send(run, 1100, new Event("a", 0, 2));
    run.finish();

    assertThat(run.objects("sums-2000", Pair.codec(Codecs.string(), Codecs.int64())))
        .containsExactly(Pair.of("a", 3L));
    assertThat(run.objects("values-2000", Codecs.int64())).containsExactly(1L, 2L);
  }

  @Test
  void filesOfObjectsThatAreNoneAreRefused() {
    byte[] file = file("one", "two");
    assertThat(ObjectFile.read(file, Codecs.string())).containsExactly("one", "two");
    assertThat(ObjectFile.read(file(), Codecs.string())).isEmpty();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> ObjectFile.read(cut, Codecs.string()))
          .as("cut to %d", length)
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("SLUICE-D15 ");
    }
    assertThatThrownBy(() -> ObjectFile.read(Arrays.copyOf(file, 50), Codecs.string()))
        .hasMessageStartingWith("SLUICE-D15 ");
    file[4] = 2;
    assertThatThrownBy(() -> ObjectFile.read(file, Codecs.string()))
        .hasMessageStartingWith(
            "SLUICE-D15 the file of objects cannot be read behind value 0: it has version 2, this"
                + " code reads 1");
    assertThatThrownBy(() -> ObjectFile.read(file("one"), TOTALS))
        .hasMessageStartingWith("SLUICE-D15 the file of objects cannot be read behind value 0: ");
  }

  private static byte[] file(String... values) {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    events(stream).map(Event::key).saveAsObjectFiles("out", "", Codecs.string()))
            .buckets(1)
            .start();
    for (String value : values) {
      send(run, 100, new Event(value, 0, 1));
    }
    run.finish();
    return values.length == 0
        ? new byte[] {'S', 'L', 'U', 'O', 1, 0}
        : run.files().get("out-1000/part-00000").getBytes(StandardCharsets.UTF_8);
  }
}
