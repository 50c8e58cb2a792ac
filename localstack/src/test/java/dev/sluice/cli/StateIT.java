package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** States that are read by key from outside, of apps that run and that have been stopped. */
@Timeout(180)
class StateIT {
  /** Sums by word, and the last number by a record of word and whether the number is even. */
  private static final String APP =
      """
      package com.example;
      import dev.sluice.api.*;
      import dev.sluice.codec.Codecs;
      import java.util.Optional;
      public final class Sums implements StreamApp {
        public record Place(String word, boolean even) {}
        @Override public void define(StreamContext stream) {
          DStream<String[]> fields =
              stream.kinesis("words", Decoder.utf8()).map(line -> line.split(","));
          fields
              .mapToPair(f -> Pair.of(f[0], Long.parseLong(f[1])), Codecs.string(), Codecs.int64())
              .named("sums")
              .updateStateByKey(
                  (values, sum) ->
                      Optional.of(sum.orElse(0L) + values.stream().mapToLong(v -> v).sum()),
                  Codecs.int64())
              .saveAsTextFiles("sums");
          fields
              .mapToPair(
                  f -> Pair.of(new Place(f[0], Long.parseLong(f[1]) % 2 == 0), f[1]),
                  Codecs.record(Place.class), Codecs.string())
              .named("last")
              .updateStateByKey((values, last) ->
                  values.isEmpty() ? last : Optional.of(values.get(values.size() - 1)),
                  Codecs.string())
              .saveAsTextFiles("last");
        }
      }
      """;

  @TempDir Path directory;

  private final List<Object> app = new ArrayList<>();
  private Path input;

  @BeforeEach
  void makeApp() throws Exception {
    Path classes = UserApps.compile(directory, Map.of("com.example.Sums", APP));
    app.addAll(List.of("--jar", classes, "--class", "com.example.Sums"));
    input = directory.resolve("words.txt");
    Files.write(input, List.of("cat,1", "dog,4", "cat,2"));
  }

  private Object[] with(List<Object> command, Object... more) {
    List<Object> all = new ArrayList<>(command);
    all.addAll(app);
    all.addAll(List.of("--state", directory.resolve("state")));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private Command state(String what, Object... more) {
    return Command.run(with(List.of("state", what), more));
  }

  private Object[] run(Object... more) {
    Object[] run = with(List.of("run", "--out", directory.resolve("out")), more);
    List<Object> all = new ArrayList<>(List.of(run));
    all.addAll(List.of("--interval", "200ms", "--input", input));
    return all.toArray();
  }

  @Test
  void stateOfAStoppedAppIsReadByOperatorAndKey() {
    Command once = Command.run(run("--trigger", "once"));
    assertThat(once.code()).as(once.err()).isZero();

    Command cat = state("get", "--operator", "sums", "--key", "cat");
    assertThat(cat.code()).as(cat.err()).isZero();
    assertThat(cat.out()).isEqualTo("3\n");
    assertThat(state("get", "--operator", "sums", "--key", "dog", "--json").out())
        .isEqualTo("{\"operator\":\"sums\",\"key\":\"dog\",\"state\":4}\n");
    assertThat(
            state(
                    "get",
                    "--operator",
                    "last",
                    "--key",
                    "{\"word\":\"cat\",\"even\":true}",
                    "--json")
                .out())
        .isEqualTo(
            "{\"operator\":\"last\",\"key\":{\"word\":\"cat\",\"even\":true},\"state\":\"2\"}\n");
    assertThat(state("list").out())
        .isEqualTo("last\tupdateStateByKey\t3 keys\nsums\tupdateStateByKey\t2 keys\n");
    assertThat(state("list", "--operator", "sums").out().lines())
        .containsExactlyInAnyOrder("cat\t3", "dog\t4");

    Command nothing = state("get", "--operator", "sums", "--key", "cow");
    assertThat(nothing.code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(nothing.err()).contains("key 'cow' has no state in sums; did you mean cat?");
    assertThat(nothing.out()).isEmpty();
    Command unknown = state("get", "--operator", "sum", "--key", "cat");
    assertThat(unknown.code()).isEqualTo(Main.FAILED);
    assertThat(unknown.err()).contains("no operator 'sum'", "it has [last, sums]");
    Command other = state("list", "--name", "another");
    assertThat(other.code()).isEqualTo(Main.FAILED);
    assertThat(other.err()).contains("the state of app 'sums', not of 'another'");

    Command again = Command.run(run("--trigger", "once"));
    assertThat(again.code()).as("reading holds nobody up: " + again.err()).isZero();
  }

  @Test
  void stateIsReadWhileTheAppRuns() throws Exception {
    try (CommandProcess process = CommandProcess.start(directory, run("--serve", "--port", "0"))) {
      process.awaitSaid("sending: 3");
      Command read = state("get", "--operator", "sums", "--key", "cat");
      for (int tries = 0; tries < 100 && !read.out().equals("3\n"); tries++) {
        assertThat(read.code()).as(read.err()).isIn(0, Main.NOTHING_TO_DO);
        Thread.sleep(100);
        read = state("get", "--operator", "sums", "--key", "cat");
      }
      assertThat(read.out()).as(read.err()).isEqualTo("3\n");
      process.kill();
    }
    assertThat(state("get", "--operator", "sums", "--key", "cat").out()).isEqualTo("3\n");
  }

  @Test
  void howFarAStoppedAppIsIsSaidInTextAndInJson() {
    assertThat(Command.run(run("--trigger", "once")).code()).isZero();
    Command status = Command.run(with(List.of("status")));
    assertThat(status.code()).as(status.err()).isZero();
    assertThat(status.out().lines())
        .startsWith("app\topen")
        .anyMatch(line -> line.matches("batches complete\tup to \\d{4}-.*Z"))
        .contains("results waited for\tnone", "records\t3")
        .anyMatch(
            line ->
                line.matches(
                    "shard words/shardId-0+\ttaken up to \\d{4}-.*Z.*\tposition (\\d+|start)"
                        + "\tentry \\d+"))
        .anyMatch(line -> line.matches("lane bucket/1/0\tstep up to \\d{4}-.*Z\tentry \\d+"))
        .anyMatch(line -> line.matches("lane success\tstep up to \\d{4}-.*Z\tentry \\d+"))
        .anyMatch(line -> line.matches("rows\\.sums\t[0-9,]+"));
    Command json = Command.run(with(List.of("status"), "--json"));
    assertThat(json.out())
        .startsWith("{\"phase\":\"open\",\"completeUpTo\":\"2")
        .contains(
            "\"lagMillis\":0,\"watermarks\":[],\"shardClocks\":{\"words/shardId-0",
            "\"lanes\":{\"shard/words/shardId-0",
            "\"bucket/1/0\":{\"entry\":",
            "\"counters\":{",
            "\"records\":3");
    Command other = Command.run(with(List.of("status"), "--name", "another"));
    assertThat(other.code()).isEqualTo(Main.FAILED);
    assertThat(other.err()).contains("the state of app 'sums', not of 'another'");
  }

  @Test
  void directoryThatIsNoStateIsNamed() {
    Command command = state("list");
    assertThat(command.code()).isEqualTo(Main.FAILED);
    assertThat(command.err()).contains("is no state of a run");
    Command nobody = Command.run("state", "list", "word-count", "--endpoint", "http://localhost:1");
    assertThat(nobody.code()).isEqualTo(Main.FAILED);
    assertThat(nobody.err()).contains("nobody answers at http://localhost:1");
  }

  @Test
  void appWithoutStateByKeySaysSo() {
    Command words =
        Command.run(
            "run",
            "word-count",
            "--trigger",
            "once",
            "--interval",
            "200ms",
            "--input",
            input,
            "--state",
            directory.resolve("words"),
            "--out",
            directory.resolve("words-out"));
    assertThat(words.code()).as(words.err()).isZero();
    Command list =
        Command.run("state", "list", "word-count", "--state", directory.resolve("words"));
    assertThat(list.code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(list.err()).contains("no operator that keeps a state by key");
  }
}
