package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.ShardFilter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listing of shards goes on, as clients carry it.
 *
 * @param afterShardId the last shard that was listed
 * @param issuedMillis when it was given out; it is valid for 300 seconds, as on AWS
 */
record ShardToken(
    String stream, long createdMillis, String afterShardId, ShardFilter filter, long issuedMillis) {

  private static final long VALID_MILLIS = 300_000;

  private static final Pattern FORM =
      Pattern.compile("1/([^/]+)/(\\d{1,18})/([^/]+)/([A-Z_]+)/([^/]*)/(\\d{0,18})/(\\d{1,18})");

  String toText() {
    String plain =
        String.join(
            "/",
            "1",
            stream,
            String.valueOf(createdMillis),
            afterShardId,
            filter.type().name(),
            filter.shardId().orElse(""),
            filter.timestampMillis().map(String::valueOf).orElse(""),
            String.valueOf(issuedMillis));
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static ShardToken parse(String text, long nowMillis) {
    try {
      String plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      Matcher form = FORM.matcher(plain);
      if (form.matches()) {
        return parse(form, nowMillis);
      }
    } catch (IllegalArgumentException e) {
      throw KinesisException.invalidArgument("NextToken is invalid: " + e.getMessage());
    }
    throw KinesisException.invalidArgument("NextToken is invalid.");
  }

  private static ShardToken parse(Matcher form, long nowMillis) {
    long issuedMillis = Long.parseLong(form.group(7));
    if (nowMillis - issuedMillis > VALID_MILLIS) {
      throw new KinesisException(
          "ExpiredNextTokenException",
          String.format(
              Locale.ROOT,
              "NextToken was given out %d milliseconds ago and is valid for %d.",
              nowMillis - issuedMillis,
              VALID_MILLIS));
    }
    ShardFilter filter =
        new ShardFilter(
            ShardFilter.Type.valueOf(form.group(4)),
            Optional.of(form.group(5)).filter(id -> !id.isEmpty()),
            Optional.of(form.group(6)).filter(at -> !at.isEmpty()).map(Long::valueOf));
    return new ShardToken(
        form.group(1), Long.parseLong(form.group(2)), form.group(3), filter, issuedMillis);
  }
}
