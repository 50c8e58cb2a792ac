package dev.sluice.local.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Calls an {@link Exchange.Handler} from the server: whole bodies in, whole bodies out. */
final class ExchangeBridge extends Handler.Abstract {

  private final Exchange.Handler endpoint;

  ExchangeBridge(Exchange.Handler endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    byte[] body;
    try (InputStream in = Content.Source.asInputStream(request)) {
      // One byte more than allowed is enough for the endpoint to see that it is too much. The rest
      // is read all the same: clients do not listen to an answer before they have sent everything.
      body = in.readNBytes(Exchange.MAX_BODY_BYTES + 1);
      in.transferTo(OutputStream.nullOutputStream());
    }
    Exchange.Response answer =
        endpoint.handle(
            new Exchange.Request(
                request.getMethod(), request.getHttpURI().getPathQuery(), headers(request), body));
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put("Content-Length", answer.body().length);
    // Headers and body leave in one write: two would cost a client 40 ms of delayed ACK.
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(
          field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue());
    }
    return headers;
  }
}
