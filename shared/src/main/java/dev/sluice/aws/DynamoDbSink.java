package dev.sluice.aws;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.Fn;
import dev.sluice.api.Sink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Upserts values as items of a DynamoDB table. Each item carries its version in the number {@value
 * #VERSION}, and the batch that wrote it in {@value #BATCH}; an item is put only over one of an
 * older version, or of the same version and the same or an earlier batch. So a share that is
 * written again changes nothing, and an older window or batch never overwrites a newer one, whoever
 * writes when.
 *
 * <pre>
 * version = window end      written: (a, 10 s) (a, 20 s)     a late writer: (a, 10 s)     revised: (a, 20 s)
 * the item of a:                     10 s      20 s                         20 s                   20 s, new
 * </pre>
 *
 * <p>Of several rows with one key in a share, the one with the newest version is written, of those
 * the last. Items without {@value #VERSION} are overwritten. Each item is a conditional put: its
 * size in begun KB is what it costs in write units, whether it is newer or not.
 *
 * @param <T> the type of the values
 */
public final class DynamoDbSink<T> implements Sink<T> {
  /** Holds the version of an item. */
  public static final String VERSION = "sluice_version";

  /** Holds the border of the batch that wrote an item, in ms since 1970-01-01T00:00Z. */
  public static final String BATCH = "sluice_batch";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final List<String> keys;
  private final Fn<T, Map<String, AttributeValue>> item;
  private final Fn<T, Long> version;

  /**
   * A sink whose versions are the batches: the newest batch that has a key wins.
   *
   * @param client gives the client when a process has its first rows
   * @param table an existing table
   * @param keys the names of its key attributes, one or two
   * @param item makes the item of a value, with the key attributes; {@link ItemFormat} makes those
   *     of records. Where it throws, the bucket waits
   */
  public DynamoDbSink(
      Supplier<DynamoDbClient> client,
      String table,
      List<String> keys,
      Fn<T, Map<String, AttributeValue>> item) {
    this(client, table, keys, item, null);
  }

  private DynamoDbSink(
      Supplier<DynamoDbClient> client,
      String table,
      List<String> keys,
      Fn<T, Map<String, AttributeValue>> item,
      Fn<T, Long> version) {
    this.client = Objects.requireNonNull(client, "client");
    this.table = Objects.requireNonNull(table, "table");
    this.keys = List.copyOf(keys);
    this.item = Objects.requireNonNull(item, "item");
    this.version = version;
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("table " + table + " needs the names of its keys");
    }
  }

  /**
   * The same sink with versions of the values' own, such as the end of their window.
   *
   * @param version greater for what is newer
   */
  public DynamoDbSink<T> versionedBy(Fn<T, Long> version) {
    return new DynamoDbSink<>(
        client, table, keys, item, Objects.requireNonNull(version, "version"));
  }

  @Override
  public BatchFunction<T> open(String name) {
    DynamoDbUpserts upserts = new DynamoDbUpserts(client.get(), table, keys);
    return (rows, batch) -> {
      upserts.begin(batch.batchId());
      for (T row : rows) {
        upserts.add(item.apply(row), version == null ? batch.batchId() : version.apply(row));
      }
      upserts.write();
    };
  }
}
