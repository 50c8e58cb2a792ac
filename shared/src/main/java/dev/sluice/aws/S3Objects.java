package dev.sluice.aws;

import dev.sluice.ports.Metrics;
import dev.sluice.ports.Names;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.Utf8Order;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in an S3 bucket, below a key prefix. Puts carry {@code If-None-Match: *}. */
public final class S3Objects implements ObjectStore {

  /** Bytes of a key prefix: what {@link Names#MAX_OBJECT_NAME_BYTES} leaves of S3's 1,024. */
  public static final int MAX_PREFIX_BYTES = 256;

  /**
   * Names that one listing brings into memory, some 200 MB of them. Longer ones are refused; a
   * narrower prefix helps.
   */
  public static final int MAX_LISTED_NAMES = 1_000_000;

  /** S3 answers 409 while a write to the same key is under way; it asks to try again. */
  private static final int MAX_CONFLICTS = 8;

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private static final int PARALLEL_REQUESTS = 16;

  private final S3Client s3;
  private final String bucket;
  private final String keyPrefix;
  private final Metrics metrics;

  /**
   * Objects in an existing bucket.
   *
   * @param keyPrefix put before every name; empty, or a path that ends with {@code /}
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public S3Objects(S3Client s3, String bucket, String keyPrefix, Metrics metrics) {
    if (!keyPrefix.isEmpty()) {
      if (!keyPrefix.endsWith("/")
          || keyPrefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
        throw new IllegalArgumentException(
            "not a key prefix: '"
                + keyPrefix
                + "'; it ends with a slash and takes at most "
                + MAX_PREFIX_BYTES
                + " bytes");
      }
      Names.checkObject(keyPrefix.substring(0, keyPrefix.length() - 1));
    }
    this.s3 = s3;
    this.bucket = bucket;
    this.keyPrefix = keyPrefix;
    this.metrics = metrics;
  }

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    Names.checkObject(name);
    ObjectStore.checkSize(name, content.length);
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(keyPrefix + name)
            .contentLength((long) content.length)
            .ifNoneMatch("*")
            .checksumCRC32(crc32(content))
            .build();
    for (int conflicts = 0; ; conflicts++) {
      metrics.count(StoreMetrics.OBJECTS_PUTS, 1);
      try {
        s3.putObject(request, RequestBody.fromBytes(content));
        metrics.count(StoreMetrics.OBJECTS_BYTES_WRITTEN, content.length);
        return Put.CREATED;
      } catch (S3Exception e) {
        if (e.statusCode() == PRECONDITION_FAILED) {
          return Put.EXISTS;
        }
        boolean conflict =
            e.statusCode() == CONFLICT && AwsFaults.code(e).equals("ConditionalRequestConflict");
        if (!conflict || conflicts == MAX_CONFLICTS) {
          throw AwsFaults.translate("put " + describe(name), e);
        }
      } catch (SdkException e) {
        throw AwsFaults.translate("put " + describe(name), e);
      }
    }
  }

  @Override
  public Map<String, Put> putAllIfAbsent(Map<String, byte[]> contents) {
    return together(contents.keySet(), name -> putIfAbsent(name, contents.get(name)));
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> names) {
    Map<String, byte[]> found = new HashMap<>();
    together(names, this::get)
        .forEach((name, content) -> content.ifPresent(bytes -> found.put(name, bytes)));
    return found;
  }

  /** Up to {@value #PARALLEL_REQUESTS} requests at a time: one takes S3 some 20 ms. */
  private static <T> Map<String, T> together(
      Collection<String> names, Function<String, T> request) {
    Map<String, T> answers = new HashMap<>();
    if (names.size() < 2) {
      names.forEach(name -> answers.put(name, request.apply(name)));
      return answers;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(PARALLEL_REQUESTS, names.size()));
    try {
      Map<String, Future<T>> waiting = new HashMap<>();
      names.forEach(name -> waiting.put(name, threads.submit(() -> request.apply(name))));
      for (Map.Entry<String, Future<T>> each : waiting.entrySet()) {
        answers.put(each.getKey(), each.getValue().get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while S3 was asked", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * S3 compares it with what it received. Left alone, the SDK would send it behind the body, in
   * chunks that not every stand-in for S3 reads to the end.
   */
  private static String crc32(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }

  @Override
  public Optional<byte[]> get(String name) {
    Names.checkObject(name);
    return fetch(name, GetObjectRequest.builder(), MAX_OBJECT_BYTES);
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    Names.checkObject(name);
    ObjectStore.checkRange(offset, length);
    // No header can say "nothing": ask for a byte then, and drop it.
    int asked = Math.max(1, length);
    long last = offset > Long.MAX_VALUE - asked ? Long.MAX_VALUE : offset + asked - 1;
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().range("bytes=" + offset + "-" + last);
    return fetch(name, request, asked)
        .map(bytes -> bytes.length > length ? Arrays.copyOf(bytes, length) : bytes);
  }

  private Optional<byte[]> fetch(String name, GetObjectRequest.Builder request, int mostBytes) {
    metrics.count(StoreMetrics.OBJECTS_GETS, 1);
    try {
      Optional<byte[]> content =
          s3.getObject(request.bucket(bucket).key(keyPrefix + name).build(), atMost(mostBytes));
      if (content.isEmpty()) {
        throw new StoreRefusedException(
            describe(name)
                + " answers with more than the "
                + mostBytes
                + " bytes asked for; read larger objects by ranges, from a store that knows them");
      }
      return content;
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      if (e instanceof S3Exception fault && fault.statusCode() == RANGE_NOT_SATISFIABLE) {
        return Optional.of(new byte[0]); // it is there, and ends before the range
      }
      throw AwsFaults.translate("get " + describe(name), e);
    }
  }

  /** Reads a body into memory, or gives nothing if it is longer than it may be. */
  private static ResponseTransformer<GetObjectResponse, Optional<byte[]>> atMost(int mostBytes) {
    return (response, body) -> {
      Long length = response.contentLength();
      boolean larger = length != null && length > mostBytes;
      byte[] content = larger ? null : S3Bodies.whole(response, body, mostBytes + 1);
      if (content == null || content.length > mostBytes) {
        body.abort();
        return Optional.empty();
      }
      return Optional.of(content);
    };
  }

  @Override
  public List<String> list(String prefix) {
    Names.checkObjectPrefix(prefix);
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(keyPrefix + prefix);
    List<String> names = new ArrayList<>();
    boolean more = true;
    while (more) {
      ListObjectsV2Response page = listPage(request.build(), prefix);
      page.contents().forEach(object -> names.add(object.key().substring(keyPrefix.length())));
      if (names.size() > MAX_LISTED_NAMES) {
        throw new StoreRefusedException(
            "more than "
                + MAX_LISTED_NAMES
                + " objects begin with "
                + describe(prefix)
                + "; list a longer prefix");
      }
      more = Boolean.TRUE.equals(page.isTruncated());
      request.continuationToken(page.nextContinuationToken());
    }
    // S3 keeps this order itself; directory buckets and some stand-ins do not.
    names.sort(Utf8Order.INSTANCE);
    return names;
  }

  private ListObjectsV2Response listPage(ListObjectsV2Request request, String prefix) {
    metrics.count(StoreMetrics.OBJECTS_LISTS, 1);
    try {
      return s3.listObjectsV2(request);
    } catch (SdkException e) {
      throw AwsFaults.translate("list " + describe(prefix), e);
    }
  }

  private String describe(String name) {
    return "s3://" + bucket + "/" + keyPrefix + name;
  }
}
