package dev.sluice.local.kinesis;

import java.util.Objects;

/**
 * A request that is refused, under the name and, where it is known, in the words that AWS uses for
 * it. Callers tell them apart by {@link #code()}.
 */
public final class KinesisException extends RuntimeException {

  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL = 500;

  private final String code;

  public KinesisException(String code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** The name of the error, such as {@code ResourceNotFoundException}. */
  public String code() {
    return code;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return code.equals("InternalFailure") ? INTERNAL : BAD_REQUEST;
  }

  public static KinesisException notFound(String message) {
    return new KinesisException("ResourceNotFoundException", message);
  }

  public static KinesisException inUse(String message) {
    return new KinesisException("ResourceInUseException", message);
  }

  public static KinesisException invalidArgument(String message) {
    return new KinesisException("InvalidArgumentException", message);
  }

  public static KinesisException validation(String message) {
    return new KinesisException("ValidationException", message);
  }

  public static KinesisException limitExceeded(String message) {
    return new KinesisException("LimitExceededException", message);
  }

  public static KinesisException throughputExceeded(String message) {
    return new KinesisException("ProvisionedThroughputExceededException", message);
  }

  /** A failure of this process, not of the request: a full disk, for one. */
  public static KinesisException internal(String message) {
    return new KinesisException("InternalFailure", message);
  }
}
