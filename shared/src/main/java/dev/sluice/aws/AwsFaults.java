package dev.sluice.aws;

import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells faults that pass from faults that stay, once for all services. */
final class AwsFaults {
  private static final int FIRST_SERVER_ERROR = 500;

  /** How many causes are looked at: chains are short, and a loop in one must not hang us. */
  private static final int MAX_CAUSES = 20;

  /**
   * Codes that come with status 400 or 409, are not throttles to the SDK, and pass all the same.
   */
  private static final Set<String> PASSING_CODES =
      Set.of(
          "ConditionalRequestConflict",
          "ExpiredIteratorException",
          "ExpiredNextTokenException",
          "KMSThrottlingException",
          "LimitExceededException",
          "OperationAborted",
          "ReplicatedWriteConflictException",
          "RequestTimeout",
          "TransactionConflictException");

  private AwsFaults() {}

  /** Whether the same call may go through later: throttles, time-outs, broken connections, 5xx. */
  static boolean passes(SdkException e) {
    if (e instanceof AwsServiceException fault) {
      return fault.isThrottlingException()
          || fault.statusCode() >= FIRST_SERVER_ERROR
          || PASSING_CODES.contains(code(fault));
    }
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e instanceof AbortedException
        || e instanceof RetryableException) {
      return true;
    }
    Throwable cause = e;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof IOException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /**
   * The exception of the ports for a fault of a service.
   *
   * @param what what was tried, for the message: "read lane x of table y"
   */
  static RuntimeException translate(String what, SdkException e) {
    String message = "could not " + what + ": " + reason(e);
    return passes(e)
        ? new StoreUnavailableException(message + "; it may work later", e)
        : new StoreRefusedException(
            message
                + "; repeating will not help: check that it exists, the permissions, region and"
                + " credentials",
            e);
  }

  static String reason(SdkException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }
}
