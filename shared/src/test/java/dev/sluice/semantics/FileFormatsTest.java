package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.at;
import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static dev.sluice.semantics.Runs.tumbling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.FileFormat;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.PlanException;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files in a format of one's own. */
class FileFormatsTest {

  /** The number of rows, then the rows. */
  record Counted(String suffix, Codec<String> codec) implements FileFormat<String> {
    Counted() {
      this("txt", Codecs.string());
    }

    @Override
    public byte[] file(List<String> rows) throws Exception {
      return (rows.size() + " rows\n" + String.join("\n", rows)).getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void formatSeesAllRowsOfABatchAndBucketSortedByKey() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    pairs(events(stream))
                        .reduceByKey(Long::sum)
                        .map(pair -> pair.key() + "=" + pair.value())
                        .saveAsFiles("sums", new Counted()))
            .buckets(1)
            .start();
    send(run, 100, new Event("b", 0, 2));
    send(run, 110, new Event("a", 0, 1));
    send(run, 120, new Event("b", 0, 3));
    send(run, 1100, new Event("c", 0, 1));
    run.finish();

    assertThat(run.files())
        .containsOnlyKeys(
            "sums-1000.txt/part-00000",
            "sums-1000.txt/_SUCCESS",
            "sums-2000.txt/part-00000",
            "sums-2000.txt/_SUCCESS")
        .containsEntry("sums-1000.txt/part-00000", "2 rows\na=1\nb=5")
        .containsEntry("sums-2000.txt/part-00000", "1 rows\nc=1");
    assertThat(run.contents("sums-2000.txt"))
        .containsExactly("1 rows\nc=1".getBytes(StandardCharsets.UTF_8));
    assertThat(run.contents("nothing-1000.txt")).isEmpty();
  }

  @Test
  void formatBehindASourceSeesTheRowsOfEachBucket() {
    StreamHarness run =
        start(stream -> events(stream).map(Event::key).saveAsFiles("keys", new Counted()));
    for (String key : List.of("a", "b", "c", "d", "a")) {
      send(run, 100, new Event(key, 0, 1));
    }
    run.finish();

    assertThat(run.lines("keys-1000.txt"))
        .containsExactlyInAnyOrder("a", "a", "b", "c", "d", "1 rows", "4 rows");
  }

  @Test
  void filesOfWindowsAreNamedByTheWindow() {
    StreamHarness run =
        start(
            stream -> {
              pairs(events(stream))
                  .reduceByKeyAndWindow(Long::sum, tumbling(2000))
                  .map(pair -> pair.key() + pair.value())
                  .saveAsFiles("sums", new Counted());
              events(stream)
                  .window(tumbling(2000))
                  .map(Event::key)
                  .saveAsFiles("values", new Counted("", Codecs.string()));
            });
    send(run, 100, new Event("a", 0, 1));
    send(run, 1100, new Event("a", 0, 2));
    run.finish();

    assertThat(run.lines("sums-2000.txt")).containsExactly("1 rows", "a3");
    assertThat(run.lines("values-2000")).containsExactly("2 rows", "a", "a");
  }

  @Test
  void rowThatTheCodecRefusesIsADeadLetterAndOthersAreInTheFile() {
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    pairs(events(stream))
                        .named("sum")
                        .reduceByKey(Long::sum)
                        .map(pair -> pair.key().equals("bad") ? null : pair.key())
                        .saveAsFiles("keys", new Counted()))
            .buckets(1)
            .start();
    send(run, 100, new Event("good", 0, 1));
    send(run, 110, new Event("bad", 0, 1));
    run.finish();

    assertThat(run.lines("keys-1000.txt")).containsExactly("1 rows", "good");
    assertThat(run.lines("dead-letter/sum-1000.csv")).singleElement().asString().contains("bad");
  }

  @Test
  void formatThatThrowsHoldsItsBucketUntilItDoesNot() {
    boolean[] broken = {true};
    FileFormat<String> format =
        new FileFormat<>() {
          @Override
          public String suffix() {
            return "txt";
          }

          @Override
          public Codec<String> codec() {
            return Codecs.string();
          }

          @Override
          public byte[] file(List<String> rows) {
            return broken[0] ? null : new Counted().toString().getBytes(StandardCharsets.UTF_8);
          }
        };
    StreamHarness run =
        start(
            stream ->
                pairs(events(stream))
                    .reduceByKey(Long::sum)
                    .map(Object::toString)
                    .saveAsFiles("sums", format));
    send(run, 100, new Event("a", 0, 1));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> run.advanceTo(at(3000)))
          .hasMessageStartingWith(
              "SLUICE-E23 the format of the files below sums made none of 1 rows")
          .hasMessageContaining("it gave null");
    }
    assertThat(run.files()).isEmpty();
    broken[0] = false;
    run.finish();
    assertThat(run.files()).containsKeys("sums-1000.txt/_SUCCESS");
  }

  @Test
  void formatWithoutACodecOrWithAnImpossibleSuffixIsRefused() {
    assertThatThrownBy(
            () ->
                start(
                    stream -> {
                      var keys = events(stream).map(Event::key);
                      keys.saveAsFiles("a", new Counted("txt", null));
                      keys.saveAsFiles("b", new Counted(".txt", Codecs.string()));
                      keys.saveAsFiles("b", new Counted());
                    }))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("SLUICE-P17")
        .hasMessageContaining("SLUICE-P11")
        .hasMessageContaining("SLUICE-P08");
  }
}
