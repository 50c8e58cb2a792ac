package dev.sluice.local.services;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request and its answer, as an endpoint inside this process sees them: whole bodies in
 * memory, no sockets.
 */
public final class Exchange {

  /**
   * The most that an endpoint can take. PutRecords takes 10 MiB, as JSON a third more because of
   * base64, and some for names. See "Kinesis Data Streams API Reference", PutRecords.
   */
  public static final int MAX_BODY_BYTES = 16 << 20;

  private Exchange() {}

  /** An endpoint. Called by many threads at once. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers one request. An exception that leaves this method becomes status 500, so errors that
     * a client should understand are responses.
     */
    Response handle(Request request) throws IOException;
  }

  /**
   * What a client sent.
   *
   * @param method HTTP method in capitals
   * @param path what follows the host, with the query, as it was sent
   * @param headers header names (looked up in any case) and values; of a repeated header the first
   *     value
   * @param body the body, empty when there is none; not copied. Of one above {@link
   *     #MAX_BODY_BYTES} only the beginning, which is above it as well
   */
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {

    /** Makes header names case-insensitive. */
    public Request {
      headers = anyCase(headers);
    }
  }

  /**
   * What the endpoint answers.
   *
   * @param status HTTP status
   * @param headers header names and values; {@code Content-Length} is added by the server
   * @param body the body, may be empty; not copied
   */
  public record Response(int status, Map<String, String> headers, byte[] body) {

    /** Makes header names case-insensitive. */
    public Response {
      headers = anyCase(headers);
    }
  }

  private static Map<String, String> anyCase(Map<String, String> headers) {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return java.util.Collections.unmodifiableMap(copy);
  }
}
