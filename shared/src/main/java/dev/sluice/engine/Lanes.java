package dev.sluice.engine;

/** The names of lanes. */
public final class Lanes {
  /** The lane of borders, registered lanes and layout; one per app. */
  public static final String CONTROL = "control";

  /** The lane that follows all bucket lanes and writes {@code _SUCCESS}; one per app. */
  public static final String SUCCESS = "success";

  /** The lane that says what the app began from: nothing, or a checkpoint; one per app. */
  public static final String START = "start";

  /** What names of buckets' lanes match, of any layout; the group is the stage. */
  public static final String BUCKET_PATTERN = "bucket/([0-9]+)/[0-9]+(?:\\.l[0-9]+)?";

  private static final String SHARD = "shard/";
  private static final String BUCKET = "bucket/";

  /** In lanes it stands for a slash in the id of a source, which has none of it. */
  private static final char SLASH = '!';

  private Lanes() {}

  public static String shard(String stream, String shardId) {
    return SHARD + stream.replace('/', SLASH) + "/" + shardId;
  }

  /** The stream of a shard lane. */
  public static String streamOf(String shardLane) {
    int end = shardLane.indexOf('/', SHARD.length());
    return shardLane.substring(SHARD.length(), end).replace(SLASH, '/');
  }

  public static String shardOf(String shardLane) {
    return shardLane.substring(shardLane.indexOf('/', SHARD.length()) + 1);
  }

  /**
   * A bucket's lane in a layout.
   *
   * @param layout its number, 0 for that of the app's start
   */
  public static String bucket(int stage, int bucket, int layout) {
    return layout == 0 ? bucket(stage, bucket) : bucket(stage, bucket) + ".l" + layout;
  }

  public static String bucket(int stage, int bucket) {
    return BUCKET + stage + "/" + bucket;
  }

  /** Whether a lane is one of a bucket. */
  public static boolean isBucket(String lane) {
    return lane.startsWith(BUCKET);
  }

  /** The stage of a bucket's lane. */
  public static int stageOf(String bucketLane) {
    int end = bucketLane.indexOf('/', BUCKET.length());
    return Integer.parseInt(bucketLane.substring(BUCKET.length(), end));
  }

  /** Whether a lane is one of a shard. */
  public static boolean isShard(String lane) {
    return lane.startsWith(SHARD);
  }

  /** Where it is written down which files below a prefix are taken. */
  public static String intake(String prefix) {
    return "intake/" + prefix.replace('/', SLASH);
  }

  /** Where a process notes what it is about to try, so that its death can be told from others. */
  public static String attempts(String shardLane) {
    return "attempts/" + shardLane.substring(SHARD.length());
  }
}
