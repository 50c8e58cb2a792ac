package dev.sluice.local.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.aws.KinesisSink;
import dev.sluice.codec.Codecs;
import dev.sluice.local.Endpoint;
import dev.sluice.testkit.StreamHarness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisSinkIT {
  private static TestAws aws;
  private static KinesisClient kinesis;
  private final String out = Endpoint.newName();

  @BeforeAll
  static void start() {
    aws = TestAws.start();
    kinesis = aws.kinesis(UrlConnectionHttpClient.create());
  }

  @AfterAll
  static void stop() {
    kinesis.close();
    aws.close();
  }

  @AfterEach
  void deleteStream() {
    kinesis.deleteStream(delete -> delete.streamName(out));
  }

  @Test
  void repeatedShareHasTheSameIdsAndNothingIsMissing() {
    kinesis.createStream(request -> request.streamName(out).shardCount(1));
    Endpoint.awaitStream(kinesis, out);
    StreamHarness run =
        StreamHarness.of(
                stream ->
                    stream
                        .kinesis("in", Decoder.utf8())
                        .saveTo(
                            "copy",
                            Codecs.string(),
                            new KinesisSink<>(
                                () -> kinesis,
                                out,
                                (line, id) ->
                                    new KinesisSink.Message(
                                        line, (id + " " + line).getBytes(StandardCharsets.UTF_8)))))
            .interval(Duration.ofSeconds(1))
            .buckets(1)
            .start();
    for (int i = 0; i < 700; i++) {
      run.send("in", Instant.ofEpochMilli(100), "k", "line" + i);
    }
    run.advance(Duration.ofSeconds(3));
    run.restart(); // the effects of the newest entry come again, as after a crash
    run.send("in", Instant.ofEpochMilli(4100), "k", "last");
    run.finish();

    List<String> there = records();
    assertThat(there.size()).isGreaterThanOrEqualTo(701);
    assertThat(there.stream().distinct())
        .hasSize(701)
        .contains("copy/1000/0/0 line0", "copy/1000/0/699 line699", "copy/5000/0/0 last");
  }

  private List<String> records() {
    String shard = kinesis.listShards(it -> it.streamName(out)).shards().get(0).shardId();
    String iterator =
        kinesis
            .getShardIterator(
                it ->
                    it.streamName(out)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(it -> it.shardIterator(iterator).limit(10_000)).records().stream()
        .map(Record::data)
        .map(data -> data.asUtf8String())
        .toList();
  }
}
