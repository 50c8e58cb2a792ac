package dev.sluice.aws;

import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.TableSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tables that are objects in S3. A look is one GET, answered without content where nothing is new.
 */
public final class S3Tables implements TableSource {

  /** An object. */
  public record Place(String bucket, String key) {
    @Override
    public String toString() {
      return "s3://" + bucket + "/" + key;
    }
  }

  private static final int NOT_MODIFIED = 304;

  private final S3Client s3;
  private final Map<String, Place> places;
  private final Consumer<String> problems;

  /**
   * Tables in existing buckets.
   *
   * @param places where each table is, by its name
   * @param problems takes a line for each content that is not used
   */
  public S3Tables(S3Client s3, Map<String, Place> places, Consumer<String> problems) {
    this.s3 = s3;
    this.places = new TreeMap<>(places);
    this.problems = problems;
  }

  @Override
  public Look look(String name, String seen) {
    Place place = places.get(name);
    if (place == null) {
      return new Look.Missing("no object is named for it");
    }
    GetObjectRequest.Builder get =
        GetObjectRequest.builder().bucket(place.bucket()).key(place.key());
    if (!seen.isEmpty()) {
      get.ifNoneMatch(seen);
    }
    try {
      return s3.getObject(get.build(), upToTheLimit());
    } catch (NoSuchKeyException e) {
      return new Look.Missing(place + " is not there");
    } catch (SdkException e) {
      if (e instanceof S3Exception answer && answer.statusCode() == NOT_MODIFIED) {
        return new Look.Unchanged();
      }
      RuntimeException translated = AwsFaults.translate("get " + place, e);
      if (translated instanceof StoreUnavailableException) {
        throw translated;
      }
      return new Look.Missing(translated.getMessage());
    }
  }

  private static ResponseTransformer<GetObjectResponse, Look> upToTheLimit() {
    return (response, body) -> {
      long length = response.contentLength();
      if (length > MAX_TABLE_BYTES) {
        body.abort();
        return new Look.TooLarge(length);
      }
      return new Look.Found(response.eTag(), S3Bodies.whole(response, body, Integer.MAX_VALUE));
    };
  }

  @Override
  public void refused(String name, String why) {
    problems.accept("table " + name + " from " + places.get(name) + " is not used: " + why);
  }
}
