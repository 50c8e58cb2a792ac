package dev.sluice.local.kinesis;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which shards to list.
 *
 * @param shardId for {@link Type#AFTER_SHARD_ID} only
 * @param timestampMillis for {@link Type#AT_TIMESTAMP} and {@link Type#FROM_TIMESTAMP} only
 */
public record ShardFilter(Type type, Optional<String> shardId, Optional<Long> timestampMillis) {

  /** AWS' names. */
  public enum Type {
    /** The shards whose number is greater than that of the given one. */
    AFTER_SHARD_ID,
    /** The shards that were open where readable records begin. */
    AT_TRIM_HORIZON,
    /** All shards that may still have readable records; the default. */
    FROM_TRIM_HORIZON,
    /** The open shards. */
    AT_LATEST,
    /** The shards that were open at a time. */
    AT_TIMESTAMP,
    /** The shards that were open at a time or later. */
    FROM_TIMESTAMP
  }

  /** Every shard that may still have readable records. */
  public static final ShardFilter ALL =
      new ShardFilter(Type.FROM_TRIM_HORIZON, Optional.empty(), Optional.empty());

  public ShardFilter {
    Objects.requireNonNull(type, "type");
    boolean byShard = type == Type.AFTER_SHARD_ID;
    boolean byTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
    if (shardId.isPresent() != byShard || timestampMillis.isPresent() != byTime) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "ShardFilter of type %s takes %s and nothing else.",
              type,
              byShard ? "a ShardId" : byTime ? "a Timestamp" : "only its type"));
    }
  }
}
