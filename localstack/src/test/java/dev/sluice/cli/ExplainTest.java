package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.local.cost.Writes;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final Codec<String> TEXT = Codecs.string();

  private static void sums(StreamContext context) {
    DStream<String> lines =
        context
            .kinesis("lines", Decoder.utf8())
            .withEventTime(line -> Instant.EPOCH, Duration.ofSeconds(90));
    PairDStream<String, Long> pairs =
        lines.mapToPair(line -> Pair.of(line, 1L), TEXT, Codecs.int64());
    pairs
        .named("minutes")
        .reduceByKeyAndWindow(
            Long::sum, Windows.sliding(Duration.ofMinutes(1), Duration.ofSeconds(10)))
        .saveAsTextFiles("minutes", "csv");
    pairs
        .union(pairs)
        .named("totals")
        .updateStateByKey((values, sum) -> Optional.of(0L), Codecs.int64())
        .saveAsTextFiles("totals");
  }

  private static List<String> lines() {
    return new GraphText(Plan.of(ExplainTest::sums, Map.of())).lines("sums");
  }

  @Test
  void whatRunsWhereStandsInATreeBelowTheSource() {
    assertThat(lines().get(0)).startsWith("sums: 1 source, 1 stage of bucket lanes, graph ");
    assertThat(lines())
        .contains(
            "a Kinesis stream 'lines'",
            "  event time, out of order by up to 1m30s",
            "    mapToPair",
            "      = stage 1 = 'minutes' aggregates by key; windows of 1m every 10s; watermark of"
                + " newest event time -1m30s; keeps what is open in the bucket lanes' entries",
            "        -> files minutes-<window end in ms>.csv/, each once")
        .anyMatch(line -> line.strip().startsWith("= stage 1 = 'totals' updateStateByKey;"))
        .anyMatch(line -> line.contains("keeps a state by key in the bucket lanes' entries"))
        .anyMatch(line -> line.strip().equals("-> files totals-<batch end in ms>/, each once"));
  }

  @Test
  void whatIsReachedTwiceIsShownOnce() {
    assertThat(lines()).filteredOn(line -> line.strip().equals("union (shown above)")).hasSize(1);
    assertThat(lines()).filteredOn(line -> line.contains("files totals-")).hasSize(1);
  }

  @Test
  void everyNodeHasABoxAndEveryShuffleAThickArrow() {
    List<String> picture = new GraphText(Plan.of(ExplainTest::sums, Map.of())).mermaid(List.of());
    assertThat(picture.get(0)).isEqualTo("flowchart TD");
    assertThat(picture).contains("  n1[(\"a Kinesis stream 'lines'\")]", "  n1 --> n2");
    assertThat(picture).filteredOn(line -> line.contains(" ==>|shuffle| ")).hasSize(2);
    assertThat(picture).filteredOn(line -> line.contains("[/\"-#gt; files")).hasSize(2);
  }

  @Test
  void pictureSaysBelowItWhatIsWritten() {
    Plan plan = Plan.of(ExplainTest::sums, Map.of());
    List<String> picture = new GraphText(plan).mermaid(CostText.note(Writes.of(plan, 2), 2));
    assertThat(picture)
        .contains(
            "  note[\"each call of a shard: write units 1, PUT 0, dollars 0.00000063 (an entry of the"
                + " shard's lane)<br/>each batch: write units 4, PUT 3, dollars 0.00001750 (a border, 2"
                + " entries of stage 1, an entry of markers, totals-: 2 parts and a marker)<br/>each"
                + " closed window: write units 0, PUT 3, dollars 0.00001500 (minutes-: 2 parts and a"
                + " marker)<br/>with 2 buckets, rows everywhere and entries up to 1 KB, on demand,"
                + " us-east-1; reads and Lambda come on top\"]")
        .filteredOn(line -> line.endsWith(" ~~~ note"))
        .as("it stands below both sinks")
        .hasSize(2);
    Command words = Command.run("explain", "word-count", "--buckets", 3, "--mermaid");
    assertThat(words.code()).as(words.err()).isZero();
    assertThat(words.out())
        .contains("each batch: write units 5, PUT 4, dollars 0.00002313", "with 3 buckets,")
        .doesNotContain("closed window");
  }

  @Test
  void namesInAPictureAreNoMarkup() {
    Plan plan =
        Plan.of(stream -> stream.kinesis("lines", Decoder.utf8()).saveAsTextFiles("all"), Map.of());
    assertThat(new GraphText(plan).mermaid(List.of("1 < 2 \"or\" #")))
        .contains(
            "  n2[/\"stage 1<br/>-#gt; files all-#lt;batch end in ms#gt;/, each once\"/]",
            "  note[\"1 #lt; 2 #quot;or#quot; #35;\"]");
  }

  @Test
  void programsGetTheNodesAndWhereTheirValuesGo() {
    Command words = Command.run("explain", "word-count", "--json");
    assertThat(words.code()).as(words.err()).isZero();
    JsonObject graph = words.json();
    assertThat(graph.get("app").getAsString()).isEqualTo("word-count");
    assertThat(graph.get("streams").toString()).isEqualTo("[\"lines\"]");
    JsonArray nodes = graph.getAsJsonArray("nodes");
    for (int i = 0; i < nodes.size(); i++) {
      JsonObject node = nodes.get(i).getAsJsonObject();
      assertThat(node.get("number").getAsInt()).isEqualTo(i + 1);
      for (JsonElement to : node.getAsJsonArray("to")) {
        assertThat(to.getAsInt()).isBetween(2, nodes.size());
      }
      assertThat(node.get("stage").isJsonNull()).isEqualTo(node.get("operator").isJsonNull());
    }
    assertThat(nodes.get(0).getAsJsonObject().get("text").getAsString())
        .isEqualTo("a Kinesis stream 'lines'");
    Command both = Command.run("explain", "word-count", "--json", "--mermaid");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--mermaid or --json, not both");
  }

  @Test
  void whatABatchWritesIsSaidByTheGraph() {
    Command words = Command.run("explain", "word-count", "--buckets", 3);
    assertThat(words.code()).as(words.err()).isZero();
    assertThat(words.out())
        .contains(
            "it writes                  write units     PUT       dollars",
            "for each call of a shard             1       0    0.00000063",
            "for each batch                       5       4    0.00002313  a border, 3 entries of"
                + " stage 1, an entry of markers, word-count-: 3 parts and a marker",
            "with 3 buckets (--buckets)")
        .doesNotContain("for each closed window", "each batch:");
    assertThat(Command.run("explain", "oil-pumps").out().lines())
        .filteredOn(line -> line.startsWith("for each closed window"))
        .hasSize(2);
    JsonObject writes =
        Command.run("explain", "word-count", "--buckets", 3, "--json")
            .json()
            .getAsJsonObject("writes");
    assertThat(writes.getAsJsonObject("batch").get("entries").getAsInt()).isEqualTo(5);
    assertThat(writes.getAsJsonObject("windows").keySet()).isEmpty();
    assertThat(Command.run("explain", "word-count", "--buckets", 0).code()).isEqualTo(2);
  }

  @Test
  void whatABatchUsesIsMeasuredOnAnInput(@TempDir Path directory) throws IOException {
    Path book = directory.resolve("book.txt");
    Files.write(book, Collections.nCopies(2_000, "to be or not"));
    Object[] explain = {"explain", "word-count", "--input", book, "--rate", 10};
    Command text = Command.run(explain);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("2,000 records in 20 batches used, each batch:", "S3 PUT, LIST")
        .containsPattern("\n  dollars +0\\.0000[0-9]{4}\n");
    assertThat(text.err()).as("20 batches are enough").isEmpty();
    Object[] json = Arrays.copyOf(explain, explain.length + 1);
    json[explain.length] = "--json";
    JsonObject measured = Command.run(json).json().getAsJsonObject("measured");
    assertThat(measured.get("batches").getAsInt()).isEqualTo(20);
    double puts = measured.getAsJsonObject("aBatch").get("S3 PUT, LIST").getAsDouble();
    assertThat(puts).isBetween(2.0, 3.0); // a part and a marker, and the end of the input
    Command few = Command.run("explain", "word-count", "--input", book);
    assertThat(few.err()).contains("less than 20 batches");
    Command both = Command.run("explain", "word-count", "--input", book, "--mermaid");
    assertThat(both.err()).contains("--mermaid or --input, not both");
  }

  @Test
  void exampleIsExplainedAndAnUnknownOneIsNamed() {
    Command oil = Command.run("explain", "oil-pumps");
    assertThat(oil.code()).as(oil.err()).isZero();
    assertThat(oil.out()).contains("windows of 1h every 10m", "-> files alerts-");
    Command unknown = Command.run("explain", "oil-pump");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("oil-pump", "did you mean oil-pumps");
    Command unread = Command.run("explain", "word-count", "--table", "names=pom.xml");
    assertThat(unread.code()).isNotZero();
    assertThat(unread.err()).contains("names");
  }
}
