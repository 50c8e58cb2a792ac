package dev.sluice.local.kinesis.http;

import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;

/** Streams behind the port of the local services, and a client of it. */
final class ServedKinesis implements AutoCloseable {
  private final LocalServices services;
  final Kinesis kinesis;

  ServedKinesis(KinesisStreams streams, boolean cbor) {
    KinesisEndpoint endpoint = new KinesisEndpoint(streams);
    services =
        LocalServices.start(
            LocalOptions.temporary(),
            request -> {
              KinesisReply reply =
                  endpoint.handle(
                      new KinesisCall(request.method(), request.headers(), request.body()));
              return new Exchange.Response(reply.status(), reply.headers(), reply.body());
            });
    kinesis = new Kinesis(services.endpoint(), cbor);
  }

  @Override
  public void close() {
    kinesis.close();
    services.close();
  }
}
