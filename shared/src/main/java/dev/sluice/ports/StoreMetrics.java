package dev.sluice.ports;

/**
 * The names under which every implementation of a port counts what costs money. Requests are
 * counted as they are billed: a page of a query or of a listing is a request.
 */
public final class StoreMetrics {

  /** DynamoDB write units of {@link LogStore#append}, those of lost races included. */
  public static final String LOG_WRITE_UNITS = "log.write_units";

  /** DynamoDB read units of {@link LogStore#head} and {@link LogStore#read}. */
  public static final String LOG_READ_UNITS = "log.read_units";

  /** Conditional puts, whatever became of them. */
  public static final String LOG_PUTS = "log.puts";

  /** Query requests. */
  public static final String LOG_QUERIES = "log.queries";

  /** S3 PUT requests, whatever became of them. */
  public static final String OBJECTS_PUTS = "objects.puts";

  /** S3 GET and HEAD requests, those that find nothing included. */
  public static final String OBJECTS_GETS = "objects.gets";

  /** S3 LIST requests. */
  public static final String OBJECTS_LISTS = "objects.lists";

  /** Bytes of the objects that came into being. */
  public static final String OBJECTS_BYTES_WRITTEN = "objects.bytes_written";

  /** GetRecords requests. */
  public static final String STREAM_READS = "stream.reads";

  private StoreMetrics() {}
}
