package dev.sluice.aws;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bodies of answers, whole ones only. Where a connection is closed in the middle of one,
 * HttpURLConnection took that for its end before JDK-8335135, and S3 has no checksum of a range.
 */
public final class S3Bodies {
  private S3Bodies() {}

  /**
   * Reads a body into memory; one that is cut off is an error, upon which the client asks again.
   */
  public static ResponseTransformer<GetObjectResponse, byte[]> whole() {
    return (response, body) -> whole(response, body, Integer.MAX_VALUE);
  }

  /**
   * Reads a body into memory.
   *
   * @param most no more bytes than that
   * @throws RetryableException if the body is cut off
   */
  static byte[] whole(GetObjectResponse response, InputStream body, int most) {
    byte[] content = read(body, most);
    Long length = response.contentLength();
    if (length != null && content.length < Math.min(length, most)) {
      throw RetryableException.create(
          "the body ended after " + content.length + " of " + length + " bytes", null);
    }
    return content;
  }

  /** The client asks again upon this kind of exception only, whatever else a body ends with. */
  private static byte[] read(InputStream body, int most) {
    try {
      return body.readNBytes(most);
    } catch (IOException e) {
      throw RetryableException.create("the body cannot be read: " + e.getMessage(), e);
    }
  }
}
