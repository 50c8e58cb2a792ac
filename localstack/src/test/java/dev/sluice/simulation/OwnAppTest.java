package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.testkit.faults.Fault;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a simulation says of an app of which nobody knows what it must give. */
class OwnAppTest {
  private static final long BEGIN = 1_000_000;

  private static Lines lines(Supplier<StreamApp> app, int count) {
    List<byte[]> lines =
        IntStream.range(0, count)
            .mapToObj(i -> ("line " + i).getBytes(StandardCharsets.UTF_8))
            .toList();
    return new Lines("own", app, Map.of(), Map.of("in", lines), BEGIN, 0);
  }

  private static Campaign.Figures figures(Supplier<StreamApp> app, int seeds) {
    Campaign.Choice choice = Campaign.Choice.of(EnumSet.allOf(Fault.class));
    return new Campaign(lines(app, 20)::of, choice, 0).run(1, seeds, 1, 1, done -> {});
  }

  @Test
  void nearlyAllSeedsHaveResultsToCompareWith() {
    Campaign.Figures figures =
        figures(() -> in -> in.kinesis("in", Decoder.utf8()).saveAsTextFiles("out"), 60);
    assertThat(figures.failures()).isEmpty();
    assertThat(figures.compared()).isGreaterThan(50);
  }

  @Test
  void appThatIsNotAFunctionOfItsRecordsFails() {
    AtomicInteger calls = new AtomicInteger();
    Campaign.Figures figures =
        figures(
            () ->
                in ->
                    in.kinesis("in", Decoder.utf8())
                        .map(line -> line + " " + calls.incrementAndGet())
                        .saveAsTextFiles("out"),
            10);
    assertThat(figures.failures()).isNotEmpty();
  }

  @Test
  void sinkMayBeCalledByAnyName() {
    Campaign.Figures figures =
        figures(
            () ->
                in -> {
                  var lines = in.kinesis("in", Decoder.utf8());
                  lines.saveAsTextFiles("added-to-cart", "csv");
                  lines.saveAsTextFiles("added");
                  lines.saveAsTextFiles("lengths");
                  lines.saveAsTextFiles("thrown-away");
                },
            60);
    assertThat(figures.failures()).isEmpty();
    assertThat(figures.faults()).containsKey(Fault.COMPATIBLE_CHANGE);
  }

  @Test
  void recordsMayBeAnyBytes() {
    Campaign.Figures figures =
        figures(
            () ->
                in ->
                    in.kinesis("in", data -> new String(data, StandardCharsets.ISO_8859_1))
                        .map(String::length)
                        .saveAsTextFiles("out"),
            60);
    assertThat(figures.failures()).isEmpty();
    assertThat(figures.faults()).containsKey(Fault.COMPATIBLE_CHANGE);
  }

  @Test
  void eachSeedSendsFortyLinesInTheirOrder() {
    Lines lines = lines(() -> in -> in.kinesis("in", Decoder.utf8()).saveAsTextFiles("o"), 100);
    for (long seed = 1; seed <= 300; seed++) {
      int last = -1;
      for (int i = 0; i < 40; i++) {
        byte[] line = lines.of(seed).record(new Random(1), "in", i, BEGIN, Flaws.none());
        int number = Integer.parseInt(new String(line, StandardCharsets.UTF_8).substring(5));
        assertThat(number).isGreaterThan(last);
        last = number;
      }
    }
  }

  @Test
  void seedsTogetherSendAllLinesOfALargeFile() {
    Lines lines = lines(() -> in -> in.kinesis("in", Decoder.utf8()).saveAsTextFiles("o"), 1_000);
    Set<String> sent = new HashSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      Lines subject = lines.of(seed);
      for (int i = 0; i < 40; i++) {
        byte[] line = subject.record(new Random(1), "in", i, BEGIN, Flaws.none());
        sent.add(new String(line, StandardCharsets.UTF_8));
      }
    }
    assertThat(sent).hasSize(1_000);
  }
}
