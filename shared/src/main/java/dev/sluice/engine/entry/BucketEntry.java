package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of a bucket lane, or of the success lane. Its bulk is one payload: changes of state,
 * then the table of outputs, then their contents, then the body.
 *
 * @param k the newest step that is done
 * @param control the control lane's entry from which to go on reading borders
 * @param watermarks those at step k
 * @param base the number of the entry that holds the whole state; entries behind it hold changes
 * @param baseMillis when that one was put, by the writer's clock; for upkeep only
 * @param due for each operator with open windows, the watermark at which the next one closes
 * @param next for each lane that is read by entry, the first entry not read yet
 * @param changesLength bytes of state in the payload
 * @param tableLength bytes of the table of outputs in the payload, 0 where there are none
 * @param contentsLength bytes of the outputs' contents in the payload
 * @param index where the parts of the body are
 * @param counters the lane's counters so far
 * @param epoch the version of the app whose code has put it: code of an earlier one that reads it
 *     has been replaced, and would miss what newer code has left out
 */
public record BucketEntry(
    long k,
    long control,
    long[] watermarks,
    long base,
    long baseMillis,
    SortedMap<String, Long> due,
    SortedMap<String, Long> next,
    int changesLength,
    int tableLength,
    int contentsLength,
    BodyIndex index,
    Map<String, Long> counters,
    Payload payload,
    int epoch) {

  private static final char FORMAT = 'B';

  /** A lane that has done nothing yet, of an app with so many event-time nodes. */
  public static BucketEntry none(int eventTimes) {
    return new BucketEntry(
        Long.MIN_VALUE,
        0,
        IntervalInfo.none(eventTimes),
        0,
        0,
        new TreeMap<>(),
        new TreeMap<>(),
        0,
        0,
        0,
        BodyIndex.EMPTY,
        Map.of(),
        new Payload.Inline(new byte[0]),
        0);
  }

  /** The same behind another step. */
  public BucketEntry at(long newK, long newControl, long[] newWatermarks) {
    return with(newK, newControl, newWatermarks, counters, payload);
  }

  /** The same with other counters. */
  public BucketEntry counting(Map<String, Long> newCounters) {
    return with(k, control, watermarks, newCounters, payload);
  }

  /** The same with its payload at another place. */
  BucketEntry with(Payload newPayload) {
    return with(k, control, watermarks, counters, newPayload);
  }

  private BucketEntry with(
      long newK,
      long newControl,
      long[] newWatermarks,
      Map<String, Long> newCounters,
      Payload newPayload) {
    return new BucketEntry(
        newK,
        newControl,
        newWatermarks,
        base,
        baseMillis,
        due,
        next,
        changesLength,
        tableLength,
        contentsLength,
        index,
        newCounters,
        newPayload,
        epoch);
  }

  /** Where the table of outputs begins in the payload. */
  public int tableOffset() {
    return changesLength;
  }

  /** Where the outputs' contents begin in the payload. */
  public int contentsOffset() {
    return changesLength + tableLength;
  }

  /** Where the body begins in the payload. */
  public int bodyOffset() {
    return changesLength + tableLength + contentsLength;
  }

  public byte[] encode() {
    ByteOutput out = Formats.begin(FORMAT).writeSigned(k).writeUnsigned(control);
    Formats.writeLongs(watermarks, out);
    out.writeUnsigned(base).writeSigned(baseMillis);
    Formats.writeCounters(due, out);
    Formats.writeCounters(next, out);
    out.writeUnsigned(changesLength).writeUnsigned(tableLength).writeUnsigned(contentsLength);
    index.write(out);
    Formats.writeCounters(counters, out);
    Payload.write(payload, out);
    if (epoch > 0) {
      out.writeUnsigned(epoch);
    }
    return out.toByteArray();
  }

  public static BucketEntry decode(byte[] bytes) {
    ByteInput in = Formats.open(FORMAT, bytes);
    long k = in.readSigned();
    long control = in.readUnsigned();
    long[] watermarks = Formats.readLongs(in);
    long base = in.readUnsigned();
    long baseMillis = in.readSigned();
    SortedMap<String, Long> due = new TreeMap<>(Formats.readCounters(in));
    SortedMap<String, Long> next = new TreeMap<>(Formats.readCounters(in));
    int changesLength = in.readCount();
    int tableLength = in.readCount();
    int contentsLength = in.readCount();
    BodyIndex index = BodyIndex.read(in);
    Map<String, Long> counters = Formats.readCounters(in);
    Payload payload = Payload.read(in);
    int epoch = in.hasRemaining() ? in.readCount() : 0;
    in.expectEnd();
    return new BucketEntry(
        k,
        control,
        watermarks,
        base,
        baseMillis,
        due,
        next,
        changesLength,
        tableLength,
        contentsLength,
        index,
        counters,
        payload,
        epoch);
  }
}
