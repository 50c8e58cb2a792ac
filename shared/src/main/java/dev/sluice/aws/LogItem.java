package dev.sluice.aws;

import dev.sluice.ports.LogEntry;
import dev.sluice.ports.StoreRefusedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The form of a lane's entry as an item of the table. */
final class LogItem {
  static final String PARTITION_KEY = "pk";
  static final String SORT_KEY = "sk";
  static final String ENTRY = "e";

  /** The table's TTL attribute: seconds since the epoch. */
  static final String TTL = "ttl";

  /** What the names of the four attributes and a TTL take in the item's size. */
  private static final int FIXED_BYTES =
      PARTITION_KEY.length() + SORT_KEY.length() + ENTRY.length() + TTL.length() + 6;

  private LogItem() {}

  static Map<String, AttributeValue> of(
      String partitionKey, long number, byte[] entry, Instant expiry) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(PARTITION_KEY, AttributeValue.fromS(partitionKey));
    item.put(SORT_KEY, AttributeValue.fromN(Long.toString(number)));
    // A copy: the SDK may send again after this call has given up waiting.
    item.put(ENTRY, AttributeValue.fromB(SdkBytes.fromByteArray(entry)));
    if (!expiry.equals(Instant.MAX)) {
      // Rounded up, so that nothing goes before its time.
      long seconds = expiry.getEpochSecond() + (expiry.getNano() > 0 ? 1 : 0);
      item.put(TTL, AttributeValue.fromN(Long.toString(seconds)));
    }
    return item;
  }

  static LogEntry entry(Map<String, AttributeValue> item) {
    AttributeValue number = item.get(SORT_KEY);
    AttributeValue entry = item.get(ENTRY);
    if (number == null || number.n() == null || entry == null || entry.b() == null) {
      throw new StoreRefusedException(
          "item "
              + item.get(PARTITION_KEY)
              + " / "
              + number
              + " is no entry of a lane: it needs a number 'sk' and bytes 'e', and has "
              + item.keySet()
              + "; something else has written to this table");
    }
    try {
      // The array is this item's own: nobody else holds it.
      return new LogEntry(
          Long.parseLong(number.n()), entry.b().asByteArrayUnsafe(), expiry(item.get(TTL)));
    } catch (NumberFormatException e) {
      throw new StoreRefusedException(
          "item "
              + item.get(PARTITION_KEY)
              + " / "
              + number.n()
              + " has no number of an entry, or no TTL in seconds",
          e);
    }
  }

  private static Instant expiry(AttributeValue ttl) {
    return ttl == null || ttl.n() == null
        ? Instant.MAX
        : Instant.ofEpochSecond(Long.parseLong(ttl.n()));
  }

  /** DynamoDB's size of an item: names and values, a number as a byte for two digits and one. */
  static int sizeBytes(String partitionKey, long number, int entryBytes) {
    int numberBytes = (Long.toString(number).length() + 1) / 2 + 1;
    return FIXED_BYTES + partitionKey.length() + numberBytes + entryBytes;
  }
}
