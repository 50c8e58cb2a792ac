package dev.sluice.aws;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Puts values into a Kinesis stream, each at least once. A record that comes twice has the same id
 * both times: {@code <name of the sink>/<batch>/<bucket>/<place in the share>}, the same for the
 * same value whatever fails and is repeated. Kinesis has no place for it, so it is handed to the
 * function that makes the record; a consumer that must count once puts it into the data and drops
 * what it has seen.
 *
 * <pre>
 * batch 20000, bucket 0:  a  b       sink/20000/0/0 = a   sink/20000/0/1 = b
 * repeated:               a  b       sink/20000/0/0 = a   sink/20000/0/1 = b
 * </pre>
 *
 * <p>Records that Kinesis does not take at once are put again behind others, so that there is no
 * order between the records of a key; the ids have the order of the share.
 *
 * @param <T> the type of the values
 */
public final class KinesisSink<T> implements Sink<T> {
  /** So that all tries together take some 6 s, well below the timeout of a function. */
  private static final long FIRST_WAIT_MILLIS = 100;

  private final Supplier<KinesisClient> client;
  private final String stream;
  private final Encoder<T> encoder;

  /**
   * A record to be put.
   *
   * @param partitionKey 1 to 256 characters; decides the shard
   */
  public record Message(String partitionKey, byte[] data) {}

  /** Makes the record of a value. */
  @FunctionalInterface
  public interface Encoder<T> {

    /**
     * The record of a value.
     *
     * @param id the same whenever this value is put
     * @throws Exception to have the share repeated; the bucket waits
     */
    Message encode(T value, String id) throws Exception;
  }

  /**
   * @param client gives the client when a process has its first rows
   * @param stream the name of an existing stream
   */
  public KinesisSink(Supplier<KinesisClient> client, String stream, Encoder<T> encoder) {
    this.client = Objects.requireNonNull(client, "client");
    this.stream = Objects.requireNonNull(stream, "stream");
    this.encoder = Objects.requireNonNull(encoder, "encoder");
  }

  @Override
  public BatchFunction<T> open(String name) {
    KinesisPuts puts = new KinesisPuts(client.get(), stream, FIRST_WAIT_MILLIS);
    return (rows, batch) -> {
      List<Message> messages = new ArrayList<>();
      String share = name + "/" + batch.batchId() + "/" + batch.bucket() + "/";
      for (int i = 0; i < rows.size(); i++) {
        messages.add(encoder.encode(rows.get(i), share + i));
      }
      puts.put(messages);
    };
  }
}
