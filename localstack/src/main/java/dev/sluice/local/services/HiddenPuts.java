package dev.sluice.local.services;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists no object that is only being put. S3Proxy writes it as {@code <key>-<UUID>} first, which
 * would be one more object, or half of one, to those who list a bucket meanwhile.
 */
final class HiddenPuts extends ForwardingBlobStore {
  private static final Pattern NAME = Pattern.compile("(.*)-" + Leftovers.UUID, Pattern.DOTALL);

  /** How many puts of a key are on their way. */
  private final Map<Key, Integer> putting = new ConcurrentHashMap<>();

  private final AtomicLong begun = new AtomicLong();

  private record Key(String bucket, String name) {}

  HiddenPuts(BlobStore store) {
    super(store);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    return during(request.bucket(), request.key(), () -> super.putBlob(request, content));
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return during(
        request.destinationBucket(), request.destinationKey(), () -> super.copyBlob(request));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return during(
        upload.containerName(),
        upload.blobName(),
        () -> super.completeMultipartUpload(upload, request));
  }

  private <R> R during(String bucket, String name, Supplier<R> put) {
    Key key = new Key(bucket, name);
    putting.merge(key, 1, Integer::sum);
    begun.incrementAndGet();
    try {
      return put.get();
    } finally {
      putting.compute(key, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    long before = begun.get();
    boolean quiet = putting.isEmpty();
    ListObjectsV2Response listed = super.list(request);
    if (quiet && begun.get() == before) {
      return listed;
    }
    List<S3Object> objects =
        listed.contents().stream()
            .filter(each -> !isBeingPut(request.bucket(), each.key()))
            .toList();
    return objects.size() == listed.contents().size()
        ? listed
        : listed.toBuilder().contents(objects).build();
  }

  /** A put that is not on its way any more has ended behind the listing: what it wrote is gone. */
  private boolean isBeingPut(String bucket, String name) {
    Matcher written = NAME.matcher(name);
    return written.matches()
        && (putting.containsKey(new Key(bucket, written.group(1)))
            || !delegate().blobExists(bucket, name));
  }
}
