package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.ObjectStore.Put;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ObjectsTest {

  /** Answers from a script and remembers what it was asked. */
  private static final class ScriptedS3 implements S3Client {
    private final Answers script = new Answers();
    private final List<PutObjectRequest> puts = new ArrayList<>();
    private final List<GetObjectRequest> gets = new ArrayList<>();

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      puts.add(request);
      script.next(Object.class);
      return PutObjectResponse.builder().build();
    }

    @Override
    public <T> T getObject(
        GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
      gets.add(request);
      byte[] body = script.next(byte[].class);
      try {
        return transformer.transform(
            GetObjectResponse.builder().contentLength((long) body.length).build(),
            AbortableInputStream.create(new ByteArrayInputStream(body)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final ScriptedS3 s3 = new ScriptedS3();
  private final CountingMetrics metrics = new CountingMetrics();
  private final S3Objects objects = new S3Objects(s3, "bucket", "apps/pumps/", metrics);

  @Test
  void putIsConditionalAndBelowThePrefix() {
    s3.script.add("ok");
    assertThat(objects.putIfAbsent("a/b", new byte[3])).isEqualTo(Put.CREATED);
    assertThat(s3.puts.get(0).bucket()).isEqualTo("bucket");
    assertThat(s3.puts.get(0).key()).isEqualTo("apps/pumps/a/b");
    assertThat(s3.puts.get(0).ifNoneMatch()).isEqualTo("*");
    assertThat(metrics.value("objects.bytes_written")).isEqualTo(3);
  }

  @Test
  void conflictIsTriedAgainUntilItIsDecided() {
    s3.script.addAll(List.of(conflict(), conflict(), "ok"));
    assertThat(objects.putIfAbsent("a", new byte[3])).isEqualTo(Put.CREATED);
    s3.script.addAll(List.of(conflict(), fault(412, "PreconditionFailed")));
    assertThat(objects.putIfAbsent("a", new byte[3])).isEqualTo(Put.EXISTS);
    assertThat(metrics.value("objects.puts")).isEqualTo(5);
    assertThat(metrics.value("objects.bytes_written")).isEqualTo(3);
  }

  @Test
  void conflictWithoutAnEndIsUnavailable() {
    for (int i = 0; i < 100; i++) {
      s3.script.add(conflict());
    }
    assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[3]))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(s3.puts).hasSize(9);
  }

  @Test
  void whatPassesIsUnavailable() {
    List<SdkException> passing = new ArrayList<>(Faults.lostAnswers());
    passing.add(fault(503, "SlowDown"));
    passing.add(fault(500, "InternalError"));
    passing.add(fault(400, "RequestTimeout"));
    for (SdkException e : passing) {
      s3.script.addAll(List.of(e, e));
      assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[1]))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCause(e)
          .hasMessageContaining("s3://bucket/apps/pumps/a");
      assertThatThrownBy(() -> objects.get("a"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasCause(e);
    }
  }

  @Test
  void missingBucketIsRefusedAndNotTakenForAMissingObject() {
    SdkException e = Faults.answer(NoSuchBucketException.builder(), 404, "NoSuchBucket");
    s3.script.addAll(List.of(e, e, e));
    assertThatThrownBy(() -> objects.get("a")).isInstanceOf(StoreRefusedException.class);
    assertThatThrownBy(() -> objects.getRange("a", 0, 1)).isInstanceOf(StoreRefusedException.class);
    assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[1]))
        .isInstanceOf(StoreRefusedException.class);
  }

  @Test
  void rangeIsAskedForInclusiveBytesAndNeverBeyondTheLastNumber() {
    s3.script.addAll(List.of(new byte[10], new byte[1], new byte[1]));
    assertThat(objects.getRange("a", 5, 10)).hasValueSatisfying(b -> assertThat(b).hasSize(10));
    assertThat(objects.getRange("a", 5, 0)).hasValueSatisfying(b -> assertThat(b).isEmpty());
    objects.getRange("a", Long.MAX_VALUE - 1, 10);
    assertThat(s3.gets.stream().map(GetObjectRequest::range))
        .containsExactly(
            "bytes=5-14", "bytes=5-5", "bytes=9223372036854775806-9223372036854775807");
  }

  @Test
  void storeThatAnswersWithMoreThanTheRangeIsRefused() {
    s3.script.add(new byte[11]);
    assertThatThrownBy(() -> objects.getRange("a", 5, 10))
        .isInstanceOf(StoreRefusedException.class)
        .hasMessageContaining("more than the 10 bytes");
  }

  @Test
  void prefixesThatAreNoPathsAreRefused() {
    for (String prefix : List.of("a", "/", "a//", "/a/", "x".repeat(256) + "/")) {
      assertThatThrownBy(() -> new S3Objects(s3, "bucket", prefix, metrics))
          .as(prefix)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static SdkException conflict() {
    return fault(409, "ConditionalRequestConflict");
  }

  private static SdkException fault(int status, String code) {
    return Faults.answer(S3Exception.builder(), status, code);
  }
}
