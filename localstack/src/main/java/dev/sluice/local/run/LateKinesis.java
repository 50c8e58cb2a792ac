package dev.sluice.local.run;

import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.services.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Hands requests to a Kinesis endpoint that comes to be after the port is open, and puts to it only
 * until the input ends: a record that nobody would process must not be taken.
 */
final class LateKinesis implements Exchange.Handler {
  private static final int UNAVAILABLE = 503;
  private static final int REFUSED = 400;
  private static final String PUT = KinesisEndpoint.TARGET_PREFIX + "PutRecord";

  /** Puts hold it to read, so that none is under way any more when the input has ended. */
  private final ReadWriteLock inputLock = new ReentrantReadWriteLock();

  private volatile KinesisEndpoint endpoint;
  private boolean ended;

  void is(KinesisEndpoint made) {
    endpoint = made;
  }

  /** Refuses puts from now on; all before are in the stream when this returns. */
  void endInput() {
    inputLock.writeLock().lock();
    ended = true;
    inputLock.writeLock().unlock();
  }

  @Override
  public Exchange.Response handle(Exchange.Request request) {
    KinesisEndpoint now = endpoint;
    if (now == null) {
      return error(UNAVAILABLE, "ServiceUnavailable", "The streams are being read; ask again.");
    }
    // PutRecord and PutRecords
    if (!request.headers().getOrDefault("x-amz-target", "").startsWith(PUT)) {
      return handle(now, request);
    }
    inputLock.readLock().lock();
    try {
      return ended
          ? error(
              REFUSED,
              "ResourceInUseException",
              "This run ends and takes no more records; the next one does.")
          : handle(now, request);
    } finally {
      inputLock.readLock().unlock();
    }
  }

  private static Exchange.Response handle(KinesisEndpoint endpoint, Exchange.Request request) {
    KinesisReply reply =
        endpoint.handle(new KinesisCall(request.method(), request.headers(), request.body()));
    return new Exchange.Response(reply.status(), reply.headers(), reply.body());
  }

  private static Exchange.Response error(int status, String code, String message) {
    String body = "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}";
    return new Exchange.Response(
        status,
        Map.of("Content-Type", "application/x-amz-json-1.1", "x-amzn-ErrorType", code),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
