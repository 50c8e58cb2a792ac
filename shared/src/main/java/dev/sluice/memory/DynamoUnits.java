package dev.sluice.memory;

import dev.sluice.ports.LogEntry;

/**
 * DynamoDB's prices for items of a log, by its documented rules: a write takes a unit per begun 1
 * KB of the item; a strongly consistent query adds up the items it reads and takes a unit per begun
 * 4 KB of the sum, at least one.
 */
final class DynamoUnits {
  private static final int WRITE_UNIT_BYTES = 1024;
  private static final int READ_UNIT_BYTES = 4096;

  /** A query answers at most 1 MB at once; the rest takes further requests. */
  private static final int PAGE_BYTES = 1024 * 1024;

  /**
   * What an item takes besides lane and payload: the names pk, sk, e and ttl (8), "#lane#" (6), the
   * two numbers (up to 7 and 6: a byte for two digits, one more for each number), and 13 for the
   * name of the app.
   */
  private static final int ITEM_EXTRA_BYTES = 40;

  private DynamoUnits() {}

  static int itemBytes(String lane, byte[] payload) {
    return lane.length() + payload.length + ITEM_EXTRA_BYTES;
  }

  static int write(int itemBytes) {
    return begun(itemBytes, WRITE_UNIT_BYTES);
  }

  /** What reading entries of a lane costs. */
  static Reads reads(String lane, Iterable<LogEntry> entries) {
    int queries = 1;
    int units = 0;
    int page = 0;
    for (LogEntry entry : entries) {
      int item = itemBytes(lane, entry.bytes());
      if (page + item > PAGE_BYTES) {
        units += begun(page, READ_UNIT_BYTES);
        queries++;
        page = 0;
      }
      page += item;
    }
    return new Reads(queries, units + Math.max(1, begun(page, READ_UNIT_BYTES)));
  }

  private static int begun(int bytes, int unit) {
    return (bytes + unit - 1) / unit;
  }

  /** Requests and read units. */
  record Reads(int queries, int units) {}
}
