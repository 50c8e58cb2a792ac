package dev.sluice.local.kinesis.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.kinesis.Journal;
import dev.sluice.local.kinesis.KinesisSettings;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.kinesis.SettableClock;
import dev.sluice.local.kinesis.WallStamps;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

abstract class EmbeddedKinesisContract extends KinesisContract {
  private static final SettableClock ITERATOR_CLOCK = new SettableClock(0);

  abstract boolean cbor();

  abstract ServedKinesis served();

  static ServedKinesis serve(boolean cbor) {
    return new ServedKinesis(streams(KinesisSettings.defaults()), cbor);
  }

  @Override
  final Kinesis kinesis() {
    return served().kinesis;
  }

  @AfterEach
  void everyRequestHadTheEncodingUnderTest() {
    assertThat(kinesis().contentTypes())
        .isNotEmpty()
        .containsOnly(cbor() ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1");
  }

  @Test
  void iteratorExpiresAfterFiveMinutesAndAFreshOneGoesOn() {
    Shard first = kinesis().shards(stream).get(0);
    String shard = first.shardId();
    String iterator = kinesis().iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
    kinesis().putInto(stream, first, 1);
    ITERATOR_CLOCK.advance(Duration.ofMinutes(5).toMillis());
    assertThat(kinesis().read(iterator).records()).hasSize(1);
    ITERATOR_CLOCK.advance(1);
    assertThatThrownBy(() -> kinesis().read(iterator))
        .isInstanceOf(ExpiredIteratorException.class)
        .hasMessageContaining("expired");
    assertThat(kinesis().readAll(stream, shard).records()).hasSize(1);
  }

  @Test
  void whatNoRequestMayHoldIsRefusedInAwsWords() {
    assertRefused("InvalidArgumentException", () -> kinesis().read("no iterator"));
    assertRefused("ValidationException", () -> kinesis().create("no stream's name!", 1));
    assertRefused("ValidationException", () -> kinesis().put(stream, "", new byte[1]));
    assertRefused("ValidationException", () -> kinesis().put(stream, "x".repeat(257), new byte[1]));
    assertThatThrownBy(() -> kinesis().put(stream, "k", new byte[1 << 20]))
        .hasMessageContaining("at 'data'")
        .hasMessageContaining("1048576 (data and partition key have 1048577 bytes)");
  }

  @Test
  void callAboveTenMebibytesIsRefusedWholeWithWhatToDo() {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 17).mapToObj(i -> entry(new byte[(1 << 20) - 1])).toList();
    assertThatThrownBy(
            () -> kinesis().client.putRecords(put -> put.streamName(stream).records(entries)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("fewer records");
    assertThatThrownBy(
            () ->
                kinesis()
                    .client
                    .putRecords(put -> put.streamName(stream).records(entries.subList(0, 11))))
        .isInstanceOf(KinesisException.class);
    assertThat(kinesis().put(stream, "k", new byte[1]).sequenceNumber()).isNotNull();
  }

  @Test
  void shardLimitsRefuseWhatIsTooMuchOnlyWhereTheyAreSwitchedOn() {
    PutRecordsResponse unlimited = putThreeTimesFiveHundred(kinesis());
    assertThat(unlimited.failedRecordCount()).isZero();
    try (ServedKinesis strict =
        new ServedKinesis(streams(KinesisSettings.defaults().withShardLimits(true)), cbor())) {
      PutRecordsResponse limited = putThreeTimesFiveHundred(strict.kinesis);
      assertThat(limited.failedRecordCount()).isPositive();
      assertThat(limited.records().get(499).errorCode())
          .isEqualTo("ProvisionedThroughputExceededException");
      assertThat(limited.records().get(499).sequenceNumber()).isNull();
      String shard = strict.kinesis.shards("limits").get(0).shardId();
      String iterator = strict.kinesis.iterator("limits", shard, ShardIteratorType.TRIM_HORIZON);
      // The SDK repeats what was throttled, so more calls than limits are needed to see it.
      assertThatThrownBy(() -> IntStream.range(0, 200).forEach(i -> strict.kinesis.read(iterator)))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
    }
  }

  /** A shard takes 1,000 records a second; the stamps here stand still. */
  private static PutRecordsResponse putThreeTimesFiveHundred(Kinesis kinesis) {
    kinesis.create("limits", 1);
    PutRecordsRequestEntry entry = entry(new byte[1]);
    PutRecordsResponse last = null;
    for (int i = 0; i < 3; i++) {
      last =
          kinesis.client.putRecords(
              put ->
                  put.streamName("limits")
                      .records(IntStream.range(0, 500).mapToObj(n -> entry).toList()));
    }
    return last;
  }

  private static PutRecordsRequestEntry entry(byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey("k")
        .data(SdkBytes.fromByteArray(data))
        .build();
  }

  private static KinesisStreams streams(KinesisSettings settings) {
    return new KinesisStreams(
        settings.shardLimits()
            ? new WallStamps(() -> 1_000_000)
            : new WallStamps(System::currentTimeMillis),
        ITERATOR_CLOCK,
        settings,
        Journal.none());
  }
}
