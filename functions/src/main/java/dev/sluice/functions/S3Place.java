package dev.sluice.functions;

/**
 * A place in S3.
 *
 * @param key of an object, or a prefix of keys that is empty or ends with a slash
 */
public record S3Place(String bucket, String key) {
  private static final String SCHEME = "s3://";

  /**
   * Reads {@code s3://bucket/key}.
   *
   * @param prefix whether the key is a prefix
   * @throws IllegalArgumentException if it is something else
   */
  static S3Place parse(String text, boolean prefix) {
    int slash = text.indexOf('/', SCHEME.length());
    if (!text.startsWith(SCHEME) || slash <= SCHEME.length()) {
      throw new IllegalArgumentException("is '" + text + "'; it must be s3://bucket/...");
    }
    String key = text.substring(slash + 1);
    boolean right = prefix ? key.isEmpty() || key.endsWith("/") : !key.isEmpty();
    if (!right) {
      throw new IllegalArgumentException(
          "is '" + text + "'; " + (prefix ? "a prefix ends with a slash" : "the key is missing"));
    }
    return new S3Place(text.substring(SCHEME.length(), slash), key);
  }

  /** Whether what is below the other place is below this one too. */
  boolean contains(S3Place other) {
    return bucket.equals(other.bucket) && other.key.startsWith(key);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
