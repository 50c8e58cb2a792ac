package dev.sluice.local.mapping;

/**
 * The names under which a mapping shows in events and failure records.
 *
 * @param streamArn the stream
 * @param functionArn the function
 * @param roleArn the role that Lambda would assume
 * @param region the stream's region
 */
public record MappingIdentity(String streamArn, String functionArn, String roleArn, String region) {

  /** arn:partition:kinesis:region:account:stream/name. */
  private static final int ARN_PARTS = 6;

  /**
   * The names that follow from a stream and a function of the same account.
   *
   * @throws IllegalArgumentException when the ARN has no region and account
   */
  public static MappingIdentity of(String streamArn, String functionName) {
    String[] parts = streamArn.split(":", ARN_PARTS);
    if (parts.length < ARN_PARTS) {
      throw new IllegalArgumentException(
          "The stream's ARN is '"
              + streamArn
              + "', which has no region and account; the endpoint must answer"
              + " DescribeStreamSummary with arn:aws:kinesis:REGION:ACCOUNT:stream/NAME.");
    }
    String partition = parts[1];
    String region = parts[3];
    String account = parts[4];
    return new MappingIdentity(
        streamArn,
        "arn:" + partition + ":lambda:" + region + ":" + account + ":function:" + functionName,
        "arn:" + partition + ":iam::" + account + ":role/" + functionName,
        region);
  }
}
