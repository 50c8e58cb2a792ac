package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisException;
import java.util.Locale;
import java.util.Optional;

/** Which stream a request means: by name, by ARN, or by both. */
final class StreamRef {

  private StreamRef() {}

  /** The stream's name. Region and account of an ARN do not matter here. */
  static String required(Fields fields) {
    return optional(fields)
        .orElseThrow(
            () ->
                KinesisException.invalidArgument(
                    "Neither StreamName nor StreamARN was given; one of them must be."));
  }

  static Optional<String> optional(Fields fields) {
    Optional<String> name = fields.optionalText("StreamName", TextRule.NAME);
    Optional<String> arn = fields.optionalText("StreamARN", TextRule.STREAM_ARN);
    fields.check();
    Optional<String> named = arn.map(a -> a.substring(a.indexOf(":stream/") + 8));
    if (name.isPresent() && named.isPresent() && !name.equals(named)) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "StreamName %s and StreamARN %s do not mean the same stream.",
              name.get(),
              arn.orElseThrow()));
    }
    return name.or(() -> named);
  }
}
