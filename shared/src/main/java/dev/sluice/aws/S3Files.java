package dev.sluice.aws;

import dev.sluice.ports.FileStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects that others put into an S3 bucket, below a key prefix. The version of one is its entity
 * tag: two puts of the same bytes are one version, with the time of the later one, unless they are
 * encrypted with a key of KMS or cut into other parts. Reads carry {@code If-Match}.
 */
public final class S3Files implements FileStore {

  /** Files of one listing in memory, some 200 MB of them. */
  public static final int MAX_LISTED_FILES = 500_000;

  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Client s3;
  private final String bucket;
  private final String keyPrefix;
  private final Metrics metrics;

  /**
   * Files in an existing bucket.
   *
   * @param keyPrefix put before every name; empty, or a path that ends with {@code /}
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public S3Files(S3Client s3, String bucket, String keyPrefix, Metrics metrics) {
    this.s3 = s3;
    this.bucket = bucket;
    this.keyPrefix = keyPrefix;
    this.metrics = metrics;
  }

  @Override
  public List<FileVersion> list(String prefix) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(keyPrefix + prefix);
    List<FileVersion> found = new ArrayList<>();
    boolean more = true;
    while (more) {
      ListObjectsV2Response page = listPage(request.build(), prefix);
      page.contents()
          .forEach(
              object ->
                  found.add(
                      new FileVersion(
                          object.key().substring(keyPrefix.length()),
                          object.eTag(),
                          object.size(),
                          object.lastModified().toEpochMilli())));
      if (found.size() > MAX_LISTED_FILES) {
        throw new StoreRefusedException(
            "more than "
                + MAX_LISTED_FILES
                + " files are below "
                + describe(prefix)
                + "; remove or move away those that have been read for days");
      }
      more = Boolean.TRUE.equals(page.isTruncated());
      request.continuationToken(page.nextContinuationToken());
    }
    return found;
  }

  private ListObjectsV2Response listPage(ListObjectsV2Request request, String prefix) {
    metrics.count(StoreMetrics.OBJECTS_LISTS, 1);
    try {
      return s3.listObjectsV2(request);
    } catch (SdkException e) {
      throw AwsFaults.translate("list the files below " + describe(prefix), e);
    }
  }

  @Override
  public Optional<byte[]> read(FileVersion file, long offset, int length) {
    metrics.count(StoreMetrics.OBJECTS_GETS, 1);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(keyPrefix + file.name())
            .ifMatch(file.version())
            .range("bytes=" + offset + "-" + (offset + length - 1))
            .build();
    try {
      return Optional.of(s3.getObject(request, S3Bodies.whole()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      if (e instanceof S3Exception fault
          && (fault.statusCode() == PRECONDITION_FAILED
              || fault.statusCode() == RANGE_NOT_SATISFIABLE)) {
        return Optional.empty(); // another version, perhaps a shorter one
      }
      throw AwsFaults.translate("read " + describe(file.name()), e);
    }
  }

  private String describe(String name) {
    return "s3://" + bucket + "/" + keyPrefix + name;
  }
}
