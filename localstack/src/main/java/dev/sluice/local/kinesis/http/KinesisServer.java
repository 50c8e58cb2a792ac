package dev.sluice.local.kinesis.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a {@link KinesisEndpoint} on a port of the loopback interface, over HTTP/1.1 with
 * connections that stay open.
 */
public final class KinesisServer implements AutoCloseable {

  /** Requests that run at once; further ones wait. */
  private static final int THREADS = 8;

  /** The JDK's server answers in two writes, which cost 40 ms with Nagle's algorithm. */
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer server;
  private final ExecutorService executor;

  private KinesisServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for any free one
   * @throws IOException if the port is taken, with the port in its message
   */
  public static KinesisServer start(KinesisEndpoint endpoint, int port) throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Kinesis can't listen on port %d: %s. Choose another port, or 0 for any free one.",
              port,
              e.getMessage()),
          e);
    }
    AtomicInteger threads = new AtomicInteger();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "kinesis-" + threads.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/", exchange -> serve(endpoint, exchange));
    server.start();
    return new KinesisServer(server, executor);
  }

  /** Where clients find it, such as {@code http://localhost:4566}. */
  public URI endpoint() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Stops at once; requests under way get no answer. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void serve(KinesisEndpoint endpoint, HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      // One byte more than allowed is enough for the endpoint to see that it is too much.
      byte[] body = exchange.getRequestBody().readNBytes(KinesisEndpoint.MAX_BODY_BYTES + 1);
      KinesisReply reply =
          endpoint.handle(new KinesisCall(exchange.getRequestMethod(), headers, body));
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      // -1 tells the server that there is no body; 0 would mean one of unknown length.
      boolean empty = reply.body().length == 0;
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
      if (!empty) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(reply.body());
        }
      }
    }
  }
}
