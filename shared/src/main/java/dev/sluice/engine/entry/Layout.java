package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;

/**
 * How key groups are spread over buckets, for the steps behind an interval and up to that behind
 * which the next layout does them. Each layout has lanes of its own.
 *
 * <pre>
 * borders:     1    2    3    4        the change is put when 2 is the newest one
 * layout 0:    1    2                  behind the beginning of time
 * layout 1:              3    4        behind 2
 * </pre>
 *
 * @param number how many layouts the app had before
 * @param buckets how many each stage has
 * @param behind it does the steps behind this interval: the newest border at the change, {@link
 *     Long#MIN_VALUE} where there was none
 * @param sinceMillis when it was put, by the clock of whoever did; 0 for the app's start
 * @param control the number of the change's entry in the control lane; all borders behind {@code
 *     behind} stand in later ones
 */
public record Layout(int number, int buckets, long behind, long sinceMillis, long control) {

  /** That of an app which has never had another one. */
  public static Layout first(int buckets) {
    return new Layout(0, buckets, Long.MIN_VALUE, 0, 0);
  }

  /** The first key group of a bucket; that of the next one is the end. */
  public int firstGroup(int bucket) {
    int groups = EngineSettings.KEY_GROUPS;
    return (int) (((long) bucket * groups + buckets - 1) / buckets);
  }

  /** The bucket that a key group belongs to. */
  public int bucketOf(int group) {
    return (int) ((long) group * buckets / EngineSettings.KEY_GROUPS);
  }

  /** The key groups of a bucket. */
  public Groups groups(int bucket) {
    return new Groups(firstGroup(bucket), firstGroup(bucket + 1));
  }

  /** The name of a bucket's lane. */
  public String lane(int stage, int bucket) {
    return Lanes.bucket(stage, bucket, number);
  }

  /** Whether its lanes take over the states of another layout, which has done steps. */
  public boolean inherits() {
    return behind != Long.MIN_VALUE;
  }

  void write(ByteOutput out) {
    out.writeUnsigned(number).writeUnsigned(buckets).writeSigned(behind);
    out.writeSigned(sinceMillis).writeUnsigned(control);
  }

  static Layout read(ByteInput in) {
    return new Layout(
        in.readCount(), in.readCount(), in.readSigned(), in.readSigned(), in.readUnsigned());
  }
}
