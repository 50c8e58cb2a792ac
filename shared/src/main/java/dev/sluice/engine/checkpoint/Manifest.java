package dev.sluice.engine.checkpoint;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.engine.entry.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a checkpoint is made of. To put it is the only commit of a checkpoint.
 *
 * @param number of the checkpoint, from 0
 * @param restore the number of what its table began from, which no other table has; 0 where older
 *     code has begun that, or has taken this
 * @param takenMillis when it was begun, by the clock of whoever took it
 * @param app what the control lane says of the app
 * @param packs the objects that hold entries
 * @param tails the lanes, in the order in which they were copied: against the data flow
 */
record Manifest(
    long number, long restore, long takenMillis, App app, List<Pack> packs, List<Tail> tails) {
  /** For checkpoints, as entries have one of their own. */
  private static final int VERSION = 2;

  /** Does not say of which table it is. */
  private static final int FIRST_VERSION = 1;

  private static final char FORMAT = 'K';

  /**
   * An app at a checkpoint.
   *
   * @param graph the digest of its plan
   * @param intervalMillis its batch interval
   * @param buckets how many buckets it has
   * @param startedMillis when it was started
   * @param borderMillis its newest border, {@link Long#MIN_VALUE} for none
   * @param replayMillis records with an earlier arrival are all taken, {@link Long#MIN_VALUE} where
   *     that is not known
   */
  record App(
      String graph,
      long intervalMillis,
      int buckets,
      long startedMillis,
      long borderMillis,
      long replayMillis) {}

  /**
   * An object with entries.
   *
   * @param name in the spill store
   * @param length in bytes
   * @param putMillis when it was put
   */
  record Pack(String name, long length, long putMillis) {}

  /** The end of a lane, if the checkpoint has it. */
  Optional<Tail> tail(String lane) {
    return tails.stream().filter(each -> each.lane().equals(lane)).findFirst();
  }

  /**
   * From when on something that it names may have been removed.
   *
   * @param lifetimeMillis for which packs are there, at least
   */
  long goodUntilMillis(long lifetimeMillis) {
    long good = Long.MAX_VALUE;
    for (Pack pack : packs) {
      good = Math.min(good, pack.putMillis + lifetimeMillis);
    }
    for (Tail tail : tails) {
      for (Section each : tail.sections()) {
        good = Math.min(good, each.goodUntilMillis());
      }
    }
    return good;
  }

  /** The bytes of all packs that it names. */
  long packedBytes() {
    return packs.stream().mapToLong(Pack::length).sum();
  }

  /** About how many of these bytes a restore puts back. */
  long neededBytes() {
    return tails.stream().mapToLong(Tail::neededBytes).sum();
  }

  /** Its bytes: the last of them are a digest of the others. */
  byte[] encode() {
    ByteOutput out = new ByteOutput(4096).writeByte(VERSION).writeByte(FORMAT);
    out.writeUnsigned(number)
        .writeUnsigned(restore)
        .writeSigned(takenMillis)
        .writeString(app.graph);
    out.writeUnsigned(app.intervalMillis).writeUnsigned(app.buckets);
    out.writeSigned(app.startedMillis).writeSigned(app.borderMillis).writeSigned(app.replayMillis);
    out.writeUnsigned(packs.size());
    for (Pack pack : packs) {
      out.writeString(pack.name).writeUnsigned(pack.length).writeSigned(pack.putMillis);
    }
    out.writeUnsigned(tails.size());
    tails.forEach(each -> each.write(out));
    byte[] content = out.toByteArray();
    return out.writeRaw(HexFormat.of().parseHex(Payload.digest(content))).toByteArray();
  }

  /**
   * Reads a manifest.
   *
   * @throws CodecException if it is not one, or not as it was put
   */
  static Manifest decode(byte[] bytes) {
    if (bytes.length < Payload.DIGEST_BYTES) {
      throw new CodecException("a manifest has " + bytes.length + " bytes only");
    }
    byte[] content = Arrays.copyOf(bytes, bytes.length - Payload.DIGEST_BYTES);
    byte[] digest = Arrays.copyOfRange(bytes, content.length, bytes.length);
    if (!Payload.digest(content).equals(HexFormat.of().formatHex(digest))) {
      throw new CodecException("a manifest has other content than its digest says");
    }
    ByteInput in = new ByteInput(content);
    int version = in.readByte();
    if (version < FIRST_VERSION || version > VERSION || in.readByte() != FORMAT) {
      throw new CodecException(
          "a manifest has version " + version + ", this code reads up to version " + VERSION);
    }
    long number = in.readUnsigned();
    long restore = version == FIRST_VERSION ? 0 : in.readUnsigned();
    long taken = in.readSigned();
    String graph = in.readString();
    long interval = in.readUnsigned();
    int buckets = in.readCount();
    App app = new App(graph, interval, buckets, in.readSigned(), in.readSigned(), in.readSigned());
    List<Pack> packs = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      packs.add(new Pack(in.readString(), in.readUnsigned(), in.readSigned()));
    }
    List<Tail> tails = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      tails.add(Tail.read(in));
    }
    in.expectEnd();
    return new Manifest(number, restore, taken, app, List.copyOf(packs), List.copyOf(tails));
  }

  static String readDigest(ByteInput in) {
    return HexFormat.of().formatHex(in.readRaw(Payload.DIGEST_BYTES));
  }
}
