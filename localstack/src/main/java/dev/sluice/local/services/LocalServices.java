package dev.sluice.local.services;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * DynamoDB, S3 and Kinesis, running in this process behind one endpoint.
 *
 * <pre>{@code
 * try (LocalServices services = LocalServices.start(LocalOptions.temporary(), kinesis);
 *     DynamoDbClient dynamoDb = services.clients().dynamoDb()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>In a state directory, {@code s3/bucket/key} are the objects as plain files and {@code
 * dynamodb/} holds the tables. One process at a time may use a state directory.
 */
public final class LocalServices implements AutoCloseable {

  private static final int UNAVAILABLE = 503;
  private static final String DYNAMODB_DIRECTORY = "dynamodb";
  private static final String S3_DIRECTORY = "s3";

  private final Parts parts;
  private final Gateway gateway;

  private LocalServices(Parts parts, Gateway gateway) {
    this.parts = parts;
    this.gateway = gateway;
  }

  /**
   * Starts all services and returns when they answer.
   *
   * @param options where state is kept, and the port
   * @param kinesis answers the Kinesis requests; not closed by this class
   * @throws PortTakenException when the port can't be had
   * @throws IllegalStateException when another process uses the state directory
   */
  public static LocalServices start(LocalOptions options, Exchange.Handler kinesis) {
    return start(options, kinesis, Optional.empty());
  }

  /**
   * Starts all services and returns when they answer.
   *
   * @param lambda answers the calls of functions, where there are some; not closed by this class
   */
  public static LocalServices start(
      LocalOptions options, Exchange.Handler kinesis, Optional<Exchange.Handler> lambda) {
    Parts parts = new Parts();
    try {
      options.state().ifPresent(state -> parts.add(StateLock.take(state)));
      // Each takes some hundred milliseconds, most of it loading classes and a native library.
      CompletableFuture<EmbeddedS3> s3 = CompletableFuture.supplyAsync(() -> s3(options.state()));
      EmbeddedDynamoDb dynamoDb = parts.add(dynamoDb(options.state()));
      Gateway gateway = Gateway.start(options.port(), kinesis, lambda, dynamoDb, joined(s3));
      parts.add(gateway);
      return new LocalServices(parts, gateway);
    } catch (Throwable e) {
      parts.close(e::addSuppressed);
      throw e;
    }
  }

  /**
   * Starts DynamoDB and S3 alone: nobody is told of streams.
   *
   * @throws PortTakenException when the port can't be had
   * @throws IllegalStateException when another process uses the state directory
   */
  public static LocalServices startStores(LocalOptions options) {
    byte[] text = "there are no streams here".getBytes(StandardCharsets.UTF_8);
    return start(options, request -> new Exchange.Response(UNAVAILABLE, Map.of(), text));
  }

  /**
   * Starts Kinesis alone: tables and objects are somewhere else.
   *
   * @throws PortTakenException when the port can't be had
   * @throws IllegalStateException when another process uses the state directory
   */
  public static LocalServices startStreams(LocalOptions options, Exchange.Handler kinesis) {
    Parts parts = new Parts();
    try {
      options.state().ifPresent(state -> parts.add(StateLock.take(state)));
      Gateway gateway = Gateway.start(options.port(), kinesis);
      parts.add(gateway);
      return new LocalServices(parts, gateway);
    } catch (Throwable e) {
      parts.close(e::addSuppressed);
      throw e;
    }
  }

  /** Where the objects of a bucket are in a directory that holds tables and objects. */
  public static Path objects(Path state, String bucket) {
    return state.resolve(S3_DIRECTORY).resolve(bucket);
  }

  /** Whether a local run uses a state directory now, in this process or another one. */
  public static boolean isInUse(Path state) {
    return StateLock.isTaken(state);
  }

  /** Where clients send requests for all services, for example {@code http://localhost:4566}. */
  public URI endpoint() {
    return gateway.endpoint();
  }

  /** Makes AWS clients for these services. */
  public LocalClients clients() {
    return new LocalClients(endpoint());
  }

  /** Stops all services and their threads. Requests that are being answered are cut off. */
  @Override
  public void close() {
    IllegalStateException failure = new IllegalStateException("A local service did not stop");
    parts.close(failure::addSuppressed);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static EmbeddedDynamoDb dynamoDb(Optional<Path> state) {
    return state
        .map(directory -> EmbeddedDynamoDb.over(directory.resolve(DYNAMODB_DIRECTORY)))
        .orElseGet(EmbeddedDynamoDb::inMemory);
  }

  private static EmbeddedS3 s3(Optional<Path> state) {
    return state
        .map(directory -> EmbeddedS3.over(directory.resolve(S3_DIRECTORY)))
        .orElseGet(EmbeddedS3::inMemory);
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
