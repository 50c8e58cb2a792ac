package dev.sluice.local.kinesis.http;

import java.util.regex.Pattern;

/** What AWS' published model of the API demands of texts. */
enum TextRule {
  NAME(1, 128, "[a-zA-Z0-9_.-]+"),
  STREAM_ARN(1, 2048, "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+"),
  HASH_KEY(0, 39, "0|([1-9]\\d{0,38})"),
  SEQUENCE_NUMBER(0, 129, "0|([1-9]\\d{0,128})"),
  PARTITION_KEY(1, 256, null),
  ITERATOR(1, 512, null),
  NEXT_TOKEN(1, 1_048_576, null);

  final int minLength;
  final int maxLength;
  private final Pattern pattern;

  TextRule(int minLength, int maxLength, String pattern) {
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.pattern = pattern == null ? null : Pattern.compile(pattern);
  }

  boolean matches(String text) {
    return pattern == null || pattern.matcher(text).matches();
  }

  String pattern() {
    return pattern.pattern();
  }
}
