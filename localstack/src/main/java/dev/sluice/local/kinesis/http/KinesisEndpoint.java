package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisException;
import dev.sluice.local.kinesis.KinesisStreams;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The Kinesis API as a function from requests to responses, for whatever server has them: JSON 1.1
 * and CBOR 1.1, errors in the encoding of the request. Signatures are not checked. Safe for use by
 * several threads.
 *
 * <p>A put that carries the header {@code x-sluice-cursor: <producer>:<number>} lands at most once;
 * see {@link dev.sluice.local.kinesis.Cursor}.
 */
public final class KinesisEndpoint {

  /** What the header {@code X-Amz-Target} begins with when a request is for Kinesis. */
  public static final String TARGET_PREFIX = "Kinesis_20131202.";

  /** Room for 10 MiB of records as base64, with keys and names. */
  public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;

  private final Map<String, Operation> operations = new HashMap<>();
  private final AtomicLong requests = new AtomicLong();

  public KinesisEndpoint(KinesisStreams streams) {
    Objects.requireNonNull(streams, "streams");
    new StreamOperations(streams).register(operations);
    new ShardOperations(streams).register(operations);
    new RecordOperations(streams).register(operations);
  }

  /** Answers a request. Never throws for what a request may hold. */
  public KinesisReply handle(KinesisCall call) {
    Optional<String> target = call.header("x-amz-target");
    if (!call.method().equals("POST") || target.isEmpty()) {
      String message = "Unable to determine service/operation name to be authorized";
      return plain(FORBIDDEN, "AccessDeniedException", message);
    }
    Optional<Encoding> encoding = call.header("content-type").flatMap(Encoding::of);
    if (encoding.isEmpty()) {
      return plain(
          NOT_FOUND,
          "UnknownOperationException",
          "The content type must be "
              + Encoding.JSON.contentType()
              + " or "
              + Encoding.CBOR.contentType());
    }
    if (call.body().length > MAX_BODY_BYTES) {
      String message =
          String.format(
              Locale.ROOT,
              "The body has more than %d bytes. Send fewer records at once.",
              MAX_BODY_BYTES);
      return refuse(
          encoding.get(), TOO_LARGE, new KinesisException("RequestEntityTooLarge", message));
    }
    try {
      Object answer = run(target.get(), encoding.get(), call);
      byte[] body = answer == null ? new byte[0] : encoding.get().write(answer);
      return new KinesisReply(OK, headers(encoding.get().contentType()), body);
    } catch (KinesisException e) {
      return refuse(encoding.get(), e.status(), e);
    }
  }

  private Object run(String target, Encoding encoding, KinesisCall call) {
    Operation operation =
        target.startsWith(TARGET_PREFIX)
            ? operations.get(target.substring(TARGET_PREFIX.length()))
            : null;
    if (operation == null) {
      throw new KinesisException(
          "UnknownOperationException", "There is no operation " + target + " here.");
    }
    return operation.run(new Fields(encoding.read(call.body()), encoding), call);
  }

  private KinesisReply refuse(Encoding encoding, int status, KinesisException e) {
    Map<String, String> headers = headers(encoding.contentType());
    headers.put("x-amzn-ErrorType", e.code());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", e.code());
    body.put("message", e.getMessage());
    return new KinesisReply(status, headers, encoding.write(body));
  }

  /** For requests that name no encoding AWS would answer in. */
  private KinesisReply plain(int status, String code, String message) {
    Map<String, String> headers = headers("application/xml");
    headers.put("x-amzn-ErrorType", code);
    String body =
        String.format(Locale.ROOT, "<%s>\n  <Message>%s</Message>\n</%s>\n", code, message, code);
    return new KinesisReply(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> headers(String contentType) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put(
        "x-amzn-RequestId",
        String.format(Locale.ROOT, "00000000-0000-0000-0000-%012x", requests.incrementAndGet()));
    return headers;
  }
}
