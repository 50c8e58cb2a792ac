package dev.sluice.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A record to be put.
 *
 * @param data kept as it is, not copied: the caller must not change it any more
 * @param explicitHashKey the hash key to use instead of the partition key's, in decimal digits
 */
public record PutEntry(byte[] data, String partitionKey, Optional<String> explicitHashKey) {

  public PutEntry {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(partitionKey, "partitionKey");
    Objects.requireNonNull(explicitHashKey, "explicitHashKey");
  }

  public PutEntry(byte[] data, String partitionKey) {
    this(data, partitionKey, Optional.empty());
  }

  /** What counts against the limits: the data and the partition key in UTF-8. */
  int sizeBytes() {
    return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
  }
}
