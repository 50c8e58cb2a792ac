package dev.sluice.engine.entry;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import java.util.Optional;
import java.util.function.Function;

/** The lanes of an app by kind, and where their bulk is. */
public final class Logs {
  /** What the objects of an entry take in memory besides its bulk, generously. */
  private static final int ENTRY_BYTES = 1024;

  /** An interval of a shard's entry in memory: itself, its event times and its groups. */
  private static final int INTERVAL_BYTES = 250;

  /** A part of a body in memory: its group and its length. */
  private static final int PART_BYTES = 8;

  /** A lane of a control entry in memory: its name and its place in a map. */
  private static final long LANE_BYTES = 300;

  /** A read of a border in memory. */
  private static final long READ_BYTES = 48;

  private final Ports ports;
  private final EngineSettings settings;
  private final LaneLog<ShardEntry> shards;
  private final LaneLog<BucketEntry> buckets;
  private final LaneLog<ControlEntry> control;
  private final EntryCache<ShardEntry> cachedShards;
  private final EntryCache<BucketEntry> cachedBuckets;
  private final EntryCache<ControlEntry> cachedControl;
  private final PayloadStore payloads;
  private final Graphs graphs;

  public Logs(Ports ports, EngineSettings settings) {
    this.ports = ports;
    this.settings = settings;
    this.shards = of(ShardEntry::encode, ShardEntry::decode);
    this.buckets = of(BucketEntry::encode, BucketEntry::decode);
    this.payloads =
        new PayloadStore(ports.spills(), ports.ids(), ports.clock(), settings.entryLifetime());
    this.control =
        of(
            entry ->
                entry.encode(
                    entry.phase() == ControlEntry.Phase.FINISHED
                        ? payloads::keepControl
                        : payloads::storeControl),
            bytes -> ControlEntry.decode(bytes, payloads::read));
    this.graphs = new Graphs(ports.spills(), control);
    this.cachedShards = new EntryCache<>(shards, Logs::sizeOf);
    this.cachedBuckets = new EntryCache<>(buckets, Logs::sizeOf);
    this.cachedControl = new EntryCache<>(control, Logs::sizeOf);
  }

  /** About how many bytes of memory an entry takes. */
  public static int sizeOf(BucketEntry entry) {
    return ENTRY_BYTES + inline(entry.payload());
  }

  private static int sizeOf(ShardEntry entry) {
    int parts = entry.index().groups().length;
    return ENTRY_BYTES
        + INTERVAL_BYTES * entry.intervals().size()
        + PART_BYTES * parts
        + inline(entry.body());
  }

  private static int sizeOf(ControlEntry entry) {
    long reads = entry.borders().stream().mapToLong(border -> border.reads().size()).sum();
    long lanes = entry.lanes().size() + entry.drained().size();
    long bytes =
        ENTRY_BYTES * (1L + entry.borders().size()) + LANE_BYTES * lanes + READ_BYTES * reads;
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  private static int inline(Payload payload) {
    return payload instanceof Payload.Inline ? payload.length() : 0;
  }

  public LaneLog<ShardEntry> shards() {
    return shards;
  }

  public LaneLog<BucketEntry> buckets() {
    return buckets;
  }

  public LaneLog<ControlEntry> control() {
    return control;
  }

  public PayloadStore payloads() {
    return payloads;
  }

  /** What this process knows of the shard lanes. */
  public EntryCache<ShardEntry> cachedShards() {
    return cachedShards;
  }

  /** What this process knows of the bucket lanes and the success lane. */
  public EntryCache<BucketEntry> cachedBuckets() {
    return cachedBuckets;
  }

  /** What this process knows of the control lane. */
  public EntryCache<ControlEntry> cachedControl() {
    return cachedControl;
  }

  /** An entry of the control lane as an object. */
  public ControlEntry control(byte[] bytes) {
    return ControlEntry.decode(bytes, payloads::read);
  }

  /**
   * The object that an entry keeps its bulk in, if it does.
   *
   * @param lane of any kind
   */
  public Optional<Payload.Spilled> spilled(String lane, byte[] entry) {
    Payload[] found = new Payload[1];
    if (Lanes.isShard(lane)) {
      found[0] = ShardEntry.decode(entry).body();
    } else if (Lanes.isBucket(lane) || lane.equals(Lanes.SUCCESS)) {
      found[0] = BucketEntry.decode(entry).payload();
    } else if (lane.equals(Lanes.CONTROL)) {
      ControlEntry.decode(
          entry,
          payload -> {
            found[0] = payload;
            return payloads.read(payload);
          });
    }
    return found[0] instanceof Payload.Spilled spilled ? Optional.of(spilled) : Optional.empty();
  }

  /**
   * An entry whose bulk is somewhere else.
   *
   * @param lane of any kind
   * @param move keeps what the entry had in an object of its own, and says where
   * @return the entry as it was, if it had nothing there
   */
  public byte[] moved(String lane, byte[] entry, Function<byte[], Payload> move) {
    if (spilled(lane, entry).isEmpty()) {
      return entry;
    } else if (Lanes.isShard(lane)) {
      ShardEntry shard = ShardEntry.decode(entry);
      return shard.with(move.apply(payloads.read(shard.body()))).encode();
    } else if (lane.equals(Lanes.CONTROL)) {
      return control(entry).encode(move);
    }
    BucketEntry bucket = BucketEntry.decode(entry);
    return bucket.with(move.apply(payloads.read(bucket.payload()))).encode();
  }

  /** Lanes with entries of another type. */
  public <E> LaneLog<E> of(Function<E, byte[]> encode, Function<byte[], E> decode) {
    return new LaneLog<>(ports.log(), ports.clock(), settings, encode, decode);
  }

  /** What the graphs of the app have promised. */
  public Graphs graphs() {
    return graphs;
  }
}
