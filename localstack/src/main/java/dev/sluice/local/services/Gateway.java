package dev.sluice.local.services;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One HTTP server for Kinesis, DynamoDB, S3 and, where functions run apart, for Lambda. The header
 * {@code X-Amz-Target} says which of them a request is for; Lambda and S3 have none.
 *
 * <p>All of them run inside this server, so a request is read once and by its service, in whatever
 * way that service streams. It listens on the loopback interface only.
 */
public final class Gateway implements AutoCloseable {

  /** The port that LocalStack uses, so that habits and scripts go on working. */
  public static final int DEFAULT_PORT = 4566;

  /** Where a run serves that was not told its port. */
  public static final URI DEFAULT_ENDPOINT = URI.create("http://localhost:" + DEFAULT_PORT);

  /** Nobody checks credentials here, so nobody outside this machine may ask. */
  private static final String LOOPBACK = "127.0.0.1";

  /** Enough for the lanes, mappings and command lines of one laptop; each takes one while busy. */
  private static final int MAX_THREADS = 64;

  /** With this the paths of Lambda's API begin. */
  private static final String FUNCTIONS = "/2015-03-31/functions/";

  private final Server server;
  private final ServerConnector connector;

  private Gateway(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts listening.
   *
   * @param port the port, 0 for a free one
   * @param kinesis answers Kinesis requests
   * @param lambda answers requests for functions, where there are some
   * @throws PortTakenException when the port can't be had
   */
  public static Gateway start(
      int port,
      Exchange.Handler kinesis,
      Optional<Exchange.Handler> lambda,
      EmbeddedDynamoDb dynamoDb,
      EmbeddedS3 s3) {
    return start(
        port,
        new Router(
            Map.of(
                "Kinesis_20131202", new ExchangeBridge(kinesis),
                "DynamoDB_20120810", dynamoDb.handler(),
                "DynamoDBStreams_20120810", dynamoDb.handler()),
            lambda
                .<Map<String, Handler>>map(it -> Map.of(FUNCTIONS, new ExchangeBridge(it)))
                .orElseGet(Map::of),
            s3.handler()));
  }

  /** Starts listening for Kinesis requests alone; all others are not found. */
  static Gateway start(int port, Exchange.Handler kinesis) {
    return start(
        port,
        new Router(
            Map.of("Kinesis_20131202", new ExchangeBridge(kinesis)),
            Map.of(),
            new DefaultHandler(false, false)));
  }

  private static Gateway start(int port, Router router) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("sluice-local");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, http());
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(router);
    Gateway gateway = new Gateway(server, connector);
    try {
      // Bound first: an occupied port is then known before anything else has been started.
      connector.open();
    } catch (IOException e) {
      gateway.close();
      throw new PortTakenException(port, e);
    }
    try {
      server.start();
    } catch (Exception e) {
      gateway.close();
      throw new IllegalStateException("The local services did not start: " + e.getMessage(), e);
    } catch (Error e) { // such as too few threads
      gateway.close();
      throw e;
    }
    return gateway;
  }

  /** S3 keys may hold what newer rules of HTTP forbid in paths, such as an escaped slash. */
  private static HttpConnectionFactory http() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.LEGACY);
    configuration.setUriCompliance(UriCompliance.LEGACY);
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setSendServerVersion(false);
    return new HttpConnectionFactory(configuration);
  }

  /** Where clients send requests for all services, for example {@code http://localhost:4566}. */
  public URI endpoint() {
    return URI.create("http://localhost:" + connector.getLocalPort());
  }

  /** Stops listening and ends all threads. The services are still to be closed. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The local services did not stop: " + e.getMessage(), e);
    } finally {
      connector.close();
    }
  }
}
