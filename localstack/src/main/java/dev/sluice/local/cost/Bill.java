package dev.sluice.local.cost;

import dev.sluice.ports.StoreMetrics;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an app has used, counted by the adapters, and what that costs: on demand, us-east-1, without
 * Kinesis itself.
 *
 * @param counters by the names of {@link StoreMetrics}
 * @param invocations of Lambda functions
 * @param records that came in
 * @param rows that went out
 * @param memoryMb that functions have
 */
public record Bill(
    Map<String, Double> counters, long invocations, long records, long rows, int memoryMb) {

  /** As the template deploys functions, unless it is told otherwise. */
  public static final int DEPLOYED_MB = 1024;

  private static final double DOLLARS_PER_WRITE_UNIT = 0.625e-6;
  private static final double DOLLARS_PER_READ_UNIT = 0.125e-6;
  private static final double DOLLARS_PER_PUT = 5e-6;
  private static final double DOLLARS_PER_GET = 0.4e-6;
  private static final double DOLLARS_PER_INVOCATION = 0.2e-6;

  /** Of arm64, which the template deploys; x86_64 is a quarter dearer. */
  private static final double DOLLARS_PER_GB_SECOND = 13.3334e-6;

  private static final double MB_PER_GB = 1024;

  // What the price of Lambda assumes: latencies within a region, whatever the memory; and CPU at
  // 512 MB, of which twice the memory needs half the time.
  private static final int CPU_MB = 512;
  private static final double MILLIS_PER_INVOCATION = 2;
  private static final double MILLIS_PER_LOG_REQUEST = 5;
  private static final double MILLIS_PER_OBJECT_REQUEST = 25;
  private static final double MILLIS_PER_STREAM_REQUEST = 10;
  private static final double MILLIS_PER_RECORD = 0.020;
  private static final double MILLIS_PER_ROW = 0.030;

  /**
   * What it costs to write, and nothing else.
   *
   * @param writeUnits of DynamoDB
   * @param puts S3 requests of the dearer kind
   */
  public static double ofWrites(long writeUnits, long puts) {
    return writeUnits * DOLLARS_PER_WRITE_UNIT + puts * DOLLARS_PER_PUT;
  }

  /** What was used since an earlier bill of the same app. */
  public Bill since(Bill before) {
    Map<String, Double> used = new TreeMap<>(counters);
    before.counters.forEach((name, value) -> used.merge(name, -value, Double::sum));
    return new Bill(
        used,
        invocations - before.invocations,
        records - before.records,
        rows - before.rows,
        memoryMb);
  }

  private double of(String counter) {
    return counters.getOrDefault(counter, 0.0);
  }

  /** DynamoDB write units: KB put, of each item rounded up. */
  public double writeUnits() {
    return of(StoreMetrics.LOG_WRITE_UNITS);
  }

  /** DynamoDB read units of strongly consistent reads: 4 KB each. */
  public double readUnits() {
    return of(StoreMetrics.LOG_READ_UNITS);
  }

  /** S3 requests of the dearer kind: puts and lists. */
  public double puts() {
    return of(StoreMetrics.OBJECTS_PUTS) + of(StoreMetrics.OBJECTS_LISTS);
  }

  /** S3 requests of the cheaper kind. */
  public double gets() {
    return of(StoreMetrics.OBJECTS_GETS);
  }

  /** What Lambda would measure, computed: see the constants. */
  public double gbSeconds() {
    double logRequests = of(StoreMetrics.LOG_PUTS) + of(StoreMetrics.LOG_QUERIES);
    double waiting =
        invocations * MILLIS_PER_INVOCATION
            + logRequests * MILLIS_PER_LOG_REQUEST
            + (puts() + gets()) * MILLIS_PER_OBJECT_REQUEST
            + of(StoreMetrics.STREAM_READS) * MILLIS_PER_STREAM_REQUEST;
    double computing = records * MILLIS_PER_RECORD + rows * MILLIS_PER_ROW;
    return (waiting * memoryMb + computing * CPU_MB) / 1000 / MB_PER_GB;
  }

  /** What all of it costs. */
  public double dollars() {
    return writeUnits() * DOLLARS_PER_WRITE_UNIT
        + readUnits() * DOLLARS_PER_READ_UNIT
        + puts() * DOLLARS_PER_PUT
        + gets() * DOLLARS_PER_GET
        + invocations * DOLLARS_PER_INVOCATION
        + gbSeconds() * DOLLARS_PER_GB_SECOND;
  }

  /** All that was used as write units of the same price, for comparisons; Lambda left out. */
  public double storeWriteUnits() {
    double objects = puts() * DOLLARS_PER_PUT + gets() * DOLLARS_PER_GET;
    double reads = readUnits() * DOLLARS_PER_READ_UNIT;
    return writeUnits() + (objects + reads) / DOLLARS_PER_WRITE_UNIT;
  }
}
