package dev.sluice.local.run;

import dev.sluice.local.kinesis.http.KinesisCall;
import dev.sluice.local.kinesis.http.KinesisEndpoint;
import dev.sluice.local.kinesis.http.KinesisReply;
import dev.sluice.local.services.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Hands requests to a Kinesis endpoint that comes to be after the port is open. */
final class LateKinesis implements Exchange.Handler {
  private static final int UNAVAILABLE = 503;
  private volatile KinesisEndpoint endpoint;

  void is(KinesisEndpoint made) {
    endpoint = made;
  }

  @Override
  public Exchange.Response handle(Exchange.Request request) {
    KinesisEndpoint now = endpoint;
    if (now == null) {
      byte[] body = "{\"__type\":\"ServiceUnavailable\"}".getBytes(StandardCharsets.UTF_8);
      return new Exchange.Response(UNAVAILABLE, Map.of(), body);
    }
    KinesisReply reply =
        now.handle(new KinesisCall(request.method(), request.headers(), request.body()));
    return new Exchange.Response(reply.status(), reply.headers(), reply.body());
  }
}
