package dev.sluice.local.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final String FILE = "shared-local-instance.db";

  /** What each file of SQLite begins with (the format of its files, section 1.3). */
  private static final String HEADER = "SQLite format 3\0";

  // The JDK's logging forgets settings of a logger that nobody holds.
  private final Logger sqliteLogger = Logger.getLogger("com.almworks.sqlite4java");
  private final LocalDynamoDBServerHandler handler;

  private EmbeddedDynamoDb(boolean inMemory, String directory) {
    sqliteLogger.setFilter(each -> false); // the level is set anew by DynamoDB Local
    this.handler =
        new LocalDynamoDBServerHandler(
            new LocalDynamoDBRequestHandler(
                AUTHORITY_LEVEL, inMemory, directory, SHARED_BY_ALL_CREDENTIALS, DELAY_STATUSES),
            null);
  }

  /**
   * Tables in a file of this directory, which is made when it is missing.
   *
   * @throws UncheckedIOException if it cannot be used, or the file is no database
   */
  public static EmbeddedDynamoDb over(Path directory) {
    try {
      requireDatabase(directory.resolve(FILE));
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

  /** DynamoDB Local itself would answer each request with an unknown error. */
  private static void requireDatabase(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(HEADER.length());
      if (!new String(begin, StandardCharsets.ISO_8859_1).equals(HEADER)) {
        throw new IOException(
            file
                + " is no database, so it was changed or is damaged; take a copy of the state from"
                + " before, or begin anew with another directory");
      }
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
