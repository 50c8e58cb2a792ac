package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.packed.Packer;
import dev.sluice.local.mapping.Batch;
import dev.sluice.local.mapping.Condition;
import dev.sluice.local.mapping.DiscardedBatch;
import dev.sluice.local.mapping.MappingIdentity;
import dev.sluice.local.mapping.ShardRecord;
import dev.sluice.local.services.LocalClients;
import dev.sluice.ports.HashRange;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Letters of an app that runs, sent to it again. */
@Timeout(180)
class DeadLettersIT {
  private static final String KEY = "key, of the producer";

  @TempDir Path scratch;
  private Path out;
  private Path state;

  @BeforeEach
  void directories() {
    out = scratch.resolve("out");
    state = scratch.resolve("state");
  }

  private CommandProcess run(byte[] input) throws IOException {
    return run(input, 1);
  }

  private CommandProcess run(byte[] input, int shards) throws IOException {
    Path file = Files.write(scratch.resolve("words.txt"), input);
    List<Object> line = new ArrayList<>(List.of("run", "word-count", "--serve", "--port", 0));
    line.addAll(
        List.of(
            "--shards",
            shards,
            "--interval",
            "200ms",
            "--input",
            file,
            "--out",
            out,
            "--state",
            state));
    CommandProcess process = CommandProcess.start(scratch, line.toArray());
    process.awaitSaid("sending:");
    return process;
  }

  private Command letters(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--endpoint", RunState.endpoint(state)));
    return Command.run(all.toArray());
  }

  private void await(String begin, Predicate<List<String>> wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!wanted.test(Rows.of(out, begin))) {
      assertThat(System.nanoTime()).as("%s has %s", begin, Rows.of(out, begin)).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Fields of a row whose data has no comma. */
  private static String field(String row, int fromTheEnd) {
    String[] fields = row.split(",");
    return fields[fields.length - fromTheEnd];
  }

  private static List<String> fields(List<String> rows, int fromTheEnd) {
    return rows.stream().map(row -> field(row, fromTheEnd)).sorted().toList();
  }

  @Test
  void lettersThatAreSentAgainArriveOnceWithTheirBytesAndKeys() throws Exception {
    byte[] input = {'a', '\n', -1, -2, '\n', 'b', '\n', -3, '\n'};
    try (CommandProcess process = run(input)) {
      await("dead-letter/lines", found -> found.size() == 2);
      List<String> before = Rows.of(out, "dead-letter/lines");
      Command list = letters("list", "--out", out);
      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.out()).contains("lines\t", "SLUICE-D10").doesNotContain("replayed");

      Command replay = letters("replay", "--out", out);
      assertThat(replay.code()).as(replay.err()).isZero();
      assertThat(replay.out()).isEqualTo("2 letters sent to lines\n");
      await("dead-letter/lines", found -> found.size() == 4);
      List<String> returned = new ArrayList<>(Rows.of(out, "dead-letter/lines"));
      returned.removeAll(before);
      assertThat(fields(returned, 3)).as("bytes").isEqualTo(fields(before, 3));
      assertThat(fields(returned, 2)).as("keys").isEqualTo(fields(before, 2));
      List<String> each = letters("list", "--out", out, "--each").out().lines().toList();
      assertThat(each).filteredOn(line -> line.endsWith("\treplayed")).hasSize(2);
      assertThat(each).filteredOn(line -> line.endsWith("\tcame back")).hasSize(2);

      Command again = letters("replay", "--out", out);
      assertThat(again.code()).as(again.err()).isEqualTo(Main.NOTHING_TO_DO);
      assertThat(again.out())
          .contains("2 letters left: sent before", "2 letters left: came back")
          .doesNotContain("sent to");
      Command wanted = letters("replay", "--out", out, "--returned");
      assertThat(wanted.out()).contains("2 letters sent to lines");
      Command all = letters("replay", "--out", out, "--dry-run", "--again");
      assertThat(all.out()).contains(" letters would be sent to lines").doesNotContain("left");

      Command bucket = letters("list", "--bucket", "word-count");
      assertThat(bucket.code()).as(bucket.err()).isZero();
      assertThat(bucket.out()).contains("SLUICE-D10");
      Command missing = letters("list", "--bucket", "not-there");
      assertThat(missing.code()).isEqualTo(Main.FAILED);
      assertThat(missing.err()).contains("bucket 'not-there' cannot be used");
      process.kill();
    }
  }

  @Test
  void recordsOfBatchesThatAMappingGaveUpAreSentAgainOnceFromDirectoryAndBucket() throws Exception {
    try (CommandProcess process = run("first\n".getBytes(StandardCharsets.UTF_8))) {
      await("word-count", found -> found.contains("first,1"));
      DiscardedBatch batch = batch("kept in a directory");
      Path failed = scratch.resolve("failed");
      Path object = failed.resolve(batch.objectKey("id"));
      Files.createDirectories(object.getParent());
      Files.writeString(object, batch.payloadJson());
      Files.writeString(failed.resolve("copy"), batch.payloadJson());

      assertThat(letters("list", "--discarded", failed).out()).contains("RetryAttemptsExhausted");
      Command replay = letters("replay", "--discarded", failed);
      assertThat(replay.code()).as(replay.err()).isZero();
      assertThat(replay.out()).isEqualTo("1 letter sent to lines\n");
      await("word-count", found -> found.contains("directory,1"));
      Command again = letters("replay", "--discarded", failed);
      assertThat(again.code()).isEqualTo(Main.NOTHING_TO_DO);
      assertThat(again.out()).contains("1 letter left: sent before");

      DiscardedBatch other = batch("kept in the bucket");
      URI endpoint = RunState.endpoint(state);
      try (S3Client s3 = new LocalClients(endpoint).s3()) {
        s3.createBucket(to -> to.bucket("failed"));
        s3.putObject(
            to -> to.bucket("failed").key("on/" + other.objectKey("id")),
            RequestBody.fromString(other.payloadJson()));
      }
      Object[] at = {"replay", "--bucket", "failed", "--discarded", "on"};
      Command sent = letters(at);
      assertThat(sent.out()).as(sent.err()).isEqualTo("1 letter sent to lines\n");
      await("word-count", found -> found.contains("bucket,1"));
      assertThat(letters(at).code()).isEqualTo(Main.NOTHING_TO_DO);
      process.kill();
    }
    assertThat(Rows.of(out, "word-count")).containsOnlyOnce("directory,1", "bucket,1");
  }

  @Test
  void recordsOfAnAggregateThatAMappingGaveUpCountOnceEachWhateverShardOwnsThem() throws Exception {
    List<Packer.Input> inputs = new ArrayList<>();
    for (int i = 0; i < 8; i++) { // the stream has 4 shards, and "a" goes to one of them
      Packer.Input named = input("word" + i, i);
      inputs.add(i % 2 == 0 ? new Packer.Input("k" + i, null, named.data()) : named);
    }
    try (CommandProcess process = run("first\n".getBytes(StandardCharsets.UTF_8), 4)) {
      await("word-count", found -> found.contains("first,1"));
      Path failed = scratch.resolve("failed");
      Files.createDirectories(failed);
      DiscardedBatch batch = batch("a", new Packer(1).pack(inputs), "shardId-000000000099");
      Files.writeString(failed.resolve("object"), batch.payloadJson());
      Command replay = letters("replay", "--discarded", failed);
      assertThat(replay.code()).as(replay.err()).isZero();
      assertThat(replay.out()).isEqualTo("8 letters sent to lines\n");
      await("word-count", found -> found.size() >= 9);
      Command again = letters("replay", "--discarded", failed);
      assertThat(again.code()).isEqualTo(Main.NOTHING_TO_DO);
      assertThat(again.out()).contains("8 letters left: sent before");

      byte[] half = new Packer(1).pack(List.of(input("own", 0), input("foreign", 7)));
      DiscardedBatch split = batch("a", half, "shardId-000000000000");
      Files.writeString(failed.resolve("split"), split.payloadJson());
      Command own = letters("replay", "--discarded", failed);
      assertThat(own.out())
          .contains("1 letter sent to lines", "1 letter left: sent by their producer itself");
      await("word-count", found -> found.contains("own,1"));
      process.kill();
    }
    assertThat(Rows.of(out, "word-count"))
        .contains("word0,1", "word1,1", "word2,1", "word3,1")
        .contains("word4,1", "word5,1", "word6,1", "word7,1")
        .hasSize(10);
    assertThat(Rows.of(out, "dead-letter")).isEmpty();
  }

  /** A word at the beginning of one of 8 even parts of all hash keys. */
  private static Packer.Input input(String word, int part) {
    byte[] data = word.getBytes(StandardCharsets.UTF_8);
    return new Packer.Input("any", HashRange.even(8).get(part).from(), data);
  }

  private static DiscardedBatch batch(String text) {
    return batch(KEY, text.getBytes(StandardCharsets.UTF_8), "shardId-000000000000");
  }

  private static DiscardedBatch batch(String key, byte[] bytes, String shard) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    Instant time = Instant.parse("2026-03-10T09:00:00Z");
    return new DiscardedBatch(
        MappingIdentity.of("arn:aws:kinesis:us-east-1:1:stream/lines", "transform"),
        Condition.RETRY_ATTEMPTS_EXHAUSTED,
        new Batch(shard, List.of(new ShardRecord("1", key, data, time))),
        3,
        true,
        time);
  }

  @Test
  void streamThatIsNotThereIsNamedAndNothingIsNoted() throws Exception {
    try (CommandProcess process = run("first\n".getBytes(StandardCharsets.UTF_8))) {
      Path other = scratch.resolve("other");
      Path file = other.resolve("dead-letter/gone-1000.csv/part-00000");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "gone/shard-0,1,java.lang.Error: x,utf8,text\n");
      Command replay = letters("replay", "--out", other);
      assertThat(replay.code()).isEqualTo(Main.FAILED);
      assertThat(replay.err()).contains("a stream of the letters is not at", "gone");
      assertThat(other.resolve("dead-letter/.replayed")).doesNotExist();
      process.kill();
    }
  }
}
