package dev.sluice.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a shard, as clients carry it: opaque to them, valid for five minutes.
 *
 * @param createdMillis when the stream was created, so that an iterator dies with its stream
 * @param counter the first counter that has not been read
 * @param issuedMillis when it was given out
 */
record ShardIterator(
    String stream, long createdMillis, int shard, long counter, long issuedMillis) {

  /** AWS: an iterator expires five minutes after it was returned. */
  static final long VALID_MILLIS = 300_000;

  private static final Pattern FORM =
      Pattern.compile("1/([a-zA-Z0-9_.-]{1,128})/(\\d{1,18})/(\\d{1,9})/(\\d{1,18})/(\\d{1,18})");

  String toText() {
    String plain = "1/" + stream + "/" + createdMillis + "/" + shard + "/" + counter + "/";
    return Base64.getEncoder()
        .encodeToString((plain + issuedMillis).getBytes(StandardCharsets.UTF_8));
  }

  static ShardIterator parse(String text) {
    String plain;
    try {
      plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      plain = "";
    }
    Matcher form = FORM.matcher(plain);
    if (!form.matches()) {
      throw KinesisException.invalidArgument("Invalid ShardIterator.");
    }
    return new ShardIterator(
        form.group(1),
        Long.parseLong(form.group(2)),
        Integer.parseInt(form.group(3)),
        Long.parseLong(form.group(4)),
        Long.parseLong(form.group(5)));
  }
}
