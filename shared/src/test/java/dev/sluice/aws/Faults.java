package dev.sluice.aws;

import java.net.SocketTimeoutException;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Faults as the SDK throws them. */
final class Faults {
  private Faults() {}

  /** A fault that a service answered with. */
  static <B extends AwsServiceException.Builder> SdkException answer(
      B builder, int status, String code) {
    builder.statusCode(status);
    builder.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build());
    builder.message(code);
    return builder.build();
  }

  /** Faults without an answer, after which the request may have landed. */
  static List<SdkException> lostAnswers() {
    return List.of(
        ApiCallTimeoutException.create(1000),
        ApiCallAttemptTimeoutException.create(1000),
        SdkClientException.create("no answer", new SocketTimeoutException("Read timed out")),
        SdkClientException.create(
            "no answer", new IllegalStateException(new java.io.EOFException("closed"))));
  }
}
