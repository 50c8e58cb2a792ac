package dev.sluice.local.template;

import java.util.Locale;
import software.amazon.awssdk.core.SdkRequest;

/** A call of an AWS service, as policies name it. */
record AwsCall(String action, String resource) implements Comparable<AwsCall> {

  /**
   * @param stream of which records are got where the request names an iterator only
   */
  static AwsCall of(String service, String operation, SdkRequest request, String stream) {
    String of = service.toLowerCase(Locale.ROOT);
    return switch (of) {
      case "dynamodb" ->
          new AwsCall(
              of + ":" + operation,
              "arn:aws:dynamodb:us-east-1:123456789012:table/" + field(request, "TableName"));
      case "kinesis" -> {
        String name = field(request, "StreamName");
        yield new AwsCall(
            of + ":" + operation,
            "arn:aws:kinesis:us-east-1:123456789012:stream/" + (name == null ? stream : name));
      }
      case "s3" -> {
        String bucket = "arn:aws:s3:::" + field(request, "Bucket");
        yield operation.startsWith("ListObjects")
            ? new AwsCall("s3:ListBucket", bucket)
            : new AwsCall(of + ":" + operation, bucket + "/" + field(request, "Key"));
      }
      default -> new AwsCall(of + ":" + operation, "?");
    };
  }

  private static String field(SdkRequest request, String name) {
    return request.getValueForField(name, String.class).orElse(null);
  }

  @Override
  public int compareTo(AwsCall other) {
    return toString().compareTo(other.toString());
  }
}
