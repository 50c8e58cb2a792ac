package dev.sluice.local.kinesis.http;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request, as far as Kinesis looks at it.
 *
 * @param headers by name; the case of names does not matter
 * @param body not a copy: must not be changed any more
 */
public record KinesisCall(String method, Map<String, String> headers, byte[] body) {

  public KinesisCall {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(body, "body");
    Map<String, String> lowered = new TreeMap<>();
    headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
    headers = lowered;
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
