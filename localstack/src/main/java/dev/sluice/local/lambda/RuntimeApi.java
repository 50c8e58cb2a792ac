package dev.sluice.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Lambda's Runtime API (version 2018-06-01), from which processes take their calls and to which
 * they give the answers. Each process has an address of its own: the port, and its id as the
 * beginning of the path.
 */
final class RuntimeApi implements AutoCloseable {

  /** The side of a process that is here. */
  interface Channel {
    /** The process asks for a call; completed when there is one, cancelled when it has ended. */
    CompletableFuture<Invocation> next();

    /** The handler returned. */
    void answered(String id, byte[] payload);

    /** The handler threw. */
    void threw(String id, byte[] error);

    /** The process could not make its handler. */
    void notStarted(byte[] error);
  }

  private static final String LOOPBACK = "127.0.0.1";
  private static final String VERSION = "/2018-06-01/runtime/";
  private static final String NEXT = "invocation/next";
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int MAX_THREADS = 32;

  private final Map<String, Channel> channels = new ConcurrentHashMap<>();
  private final Server server;
  private final ServerConnector connector;

  private RuntimeApi() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("sluice-runtime-api");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server);
    connector.setHost(LOOPBACK);
    // Who asks for a call may wait for long.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(new Calls());
  }

  static RuntimeApi start() {
    RuntimeApi api = new RuntimeApi();
    try {
      api.server.start();
      return api;
    } catch (Exception e) {
      api.close();
      throw new IllegalStateException("The Runtime API did not start: " + e.getMessage(), e);
    } catch (Error e) {
      api.close();
      throw e;
    }
  }

  /** What a process finds in AWS_LAMBDA_RUNTIME_API. */
  String address(String id) {
    return LOOPBACK + ":" + connector.getLocalPort() + "/" + id;
  }

  void open(String id, Channel channel) {
    channels.put(id, channel);
  }

  void shut(String id) {
    channels.remove(id);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The Runtime API did not stop: " + e.getMessage(), e);
    }
  }

  private final class Calls extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String path = request.getHttpURI().getPath();
      int end = path.indexOf(VERSION);
      Channel channel = end < 1 ? null : channels.get(path.substring(1, end));
      if (channel == null) {
        reply(response, callback, NOT_FOUND);
        return true;
      }
      String operation = path.substring(end + VERSION.length());
      if (operation.equals(NEXT)) {
        channel
            .next()
            .whenComplete(
                (call, gone) -> {
                  if (gone == null) {
                    hand(call, response, callback);
                  } else {
                    callback.failed(gone);
                  }
                });
        return true;
      }
      byte[] body = body(request);
      String[] parts = operation.split("/");
      if (operation.equals("init/error")) {
        channel.notStarted(body);
      } else if (parts.length == 3
          && parts[0].equals("invocation")
          && parts[2].equals("response")) {
        channel.answered(parts[1], body);
      } else if (parts.length == 3 && parts[0].equals("invocation") && parts[2].equals("error")) {
        channel.threw(parts[1], body);
      } else {
        reply(response, callback, NOT_FOUND);
        return true;
      }
      reply(response, callback, ACCEPTED);
      return true;
    }

    private static byte[] body(Request request) throws IOException {
      try (InputStream in = Content.Source.asInputStream(request)) {
        return in.readAllBytes();
      }
    }

    private static void hand(Invocation call, Response response, Callback callback) {
      response.setStatus(200);
      var headers = response.getHeaders();
      headers.put("Content-Type", "application/json");
      headers.put("Lambda-Runtime-Aws-Request-Id", call.id());
      headers.put("Lambda-Runtime-Deadline-Ms", String.valueOf(call.deadlineMillis()));
      headers.put("Lambda-Runtime-Invoked-Function-Arn", call.functionArn());
      headers.put("Lambda-Runtime-Trace-Id", traceId(call.id()));
      headers.put("Content-Length", call.event().length);
      // One write: two would cost the process 40 ms of delayed ACK.
      response.write(true, ByteBuffer.wrap(call.event()), callback);
    }

    /** One that is not sampled, so that nobody sends it anywhere. */
    private static String traceId(String id) {
      String digits = id.replace("-", "");
      return "Root=1-" + digits.substring(0, 8) + "-" + digits.substring(8, 32) + ";Sampled=0";
    }

    private static void reply(Response response, Callback callback, int status) {
      response.setStatus(status);
      byte[] body = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put("Content-Type", "application/json");
      response.getHeaders().put("Content-Length", body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
