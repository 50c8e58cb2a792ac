package dev.sluice.local.letters;

import dev.sluice.engine.packed.PackedRecord;
import dev.sluice.ports.Position;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A record, or a result of an operator, that was taken out of the stream.
 *
 * @param id tells it from all others of the app: a record's is {@code stream/shard/position}
 * @param source the text of the source's id, or the operator's id
 * @param isRecord whether it is a record of a source; else it is a result
 * @param lane where it was read
 * @param position where it stands there, as {@link Position} writes it; of a result the number of
 *     the batch
 * @param batch the batch of its app, or the object of a mapping, that it is in
 * @param when the border of that batch, or when the mapping gave up; half of what orders letters
 * @param arrived when it came into the stream, if that is known
 * @param error why
 * @param partitionKey that of the record, if it is known
 * @param hashKey what decides about its shard, if that is known apart from the partition key
 * @param data all of its bytes, or the text of the result
 */
public record Letter(
    String id,
    String source,
    boolean isRecord,
    String lane,
    String position,
    String batch,
    Instant when,
    Optional<Instant> arrived,
    String error,
    Optional<String> partitionKey,
    Optional<BigInteger> hashKey,
    byte[] data) {

  /** Packed records that their producer sends again by itself. */
  private static final String FOREIGN = "SLUICE-D02 ";

  /** One of which the hash key is not known. */
  public Letter(
      String id,
      String source,
      boolean isRecord,
      String lane,
      String position,
      String batch,
      Instant when,
      Optional<Instant> arrived,
      String error,
      Optional<String> partitionKey,
      byte[] data) {
    this(
        id,
        source,
        isRecord,
        lane,
        position,
        batch,
        when,
        arrived,
        error,
        partitionKey,
        Optional.empty(),
        data);
  }

  /**
   * One of the records that this one packs.
   *
   * @param sub its place there
   * @param isForeign whether the shard does not own its hash key
   */
  Letter member(int sub, PackedRecord.User user, boolean isForeign) {
    String place = new Position(position, sub).toString();
    return new Letter(
        lane + "/" + place,
        source,
        isRecord,
        lane,
        place,
        batch,
        when,
        arrived,
        isForeign ? FOREIGN + "its shard does not own its hash key; " + error : error,
        Optional.of(user.partitionKey()),
        Optional.of(user.hashKey()),
        user.data());
  }

  /** Where a record stands in its lane. */
  Position at() {
    int dot = position.indexOf('.');
    return dot < 0
        ? Position.of(position)
        : new Position(position.substring(0, dot), Long.parseLong(position.substring(dot + 1)));
  }

  /** The id of the record of the shard that this one is, or is packed in. */
  String wholeId() {
    return lane + "/" + position.split("\\.", 2)[0];
  }

  /** Why it can't be sent again, if so. */
  public Optional<String> obstacle() {
    if (!isRecord) {
      return Optional.of("results of an operator, which are no records of a stream");
    }
    SourceKind kind = SourceId.parse(source).kind();
    return kind == SourceKind.KINESIS
        ? Optional.empty()
        : Optional.of("from " + kind.what() + "; only records of Kinesis streams can be sent");
  }

  /** Whether the producer's library sends it again, so that it would come twice. */
  public boolean isSentByProducer() {
    return error.startsWith(FOREIGN);
  }

  /** The kind of the error: a code of Sluice, or the class of what was thrown. */
  public String errorKind() {
    String first = error.startsWith("SLUICE-") ? error.split(" ", 2)[0] : error.split("[:;]", 2)[0];
    return first.strip();
  }
}
