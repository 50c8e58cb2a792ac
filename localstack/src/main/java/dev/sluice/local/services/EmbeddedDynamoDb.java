package dev.sluice.local.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Handler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB and DynamoDB Streams inside this process (DynamoDB Local), for any credentials and
 * regions, which all see the same tables.
 *
 * <p>It runs in a {@link Gateway}. DynamoDB Local's own server and runner are not used: they print
 * and send telemetry.
 *
 * <p>Items whose TTL attribute lies in the past of the machine's clock are deleted within seconds,
 * far sooner than AWS does it.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {

  /** Tables appear at once instead of passing through CREATING for some seconds. */
  private static final boolean DELAY_STATUSES = false;

  private static final boolean SHARED_BY_ALL_CREDENTIALS = true;
  private static final int AUTHORITY_LEVEL = 0;

  // The JDK's logging forgets settings of a logger that nobody holds.
  private final Logger sqliteLogger = Logger.getLogger("com.almworks.sqlite4java");
  private final LocalDynamoDBServerHandler handler;

  private EmbeddedDynamoDb(boolean inMemory, String directory) {
    sqliteLogger.setLevel(Level.OFF);
    this.handler =
        new LocalDynamoDBServerHandler(
            new LocalDynamoDBRequestHandler(
                AUTHORITY_LEVEL, inMemory, directory, SHARED_BY_ALL_CREDENTIALS, DELAY_STATUSES),
            null);
  }

  /** Tables in a file of this directory, which is made when it is missing. */
  public static EmbeddedDynamoDb over(Path directory) {
    try {
      return new EmbeddedDynamoDb(
          false, Files.createDirectories(directory).toRealPath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory for DynamoDB tables, "
              + directory
              + ", can't be made or read: "
              + e.getMessage(),
          e);
    }
  }

  /** Tables in memory; everything is gone with the process. */
  public static EmbeddedDynamoDb inMemory() {
    return new EmbeddedDynamoDb(true, null);
  }

  /** What a server calls with requests for DynamoDB. */
  Handler handler() {
    return handler;
  }

  /** Closes the database and ends its threads. */
  @Override
  public void close() {
    handler.close();
  }
}
