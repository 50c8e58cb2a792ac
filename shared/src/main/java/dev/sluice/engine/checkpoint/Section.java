package dev.sluice.engine.checkpoint;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Consecutive entries of a lane in a pack.
 *
 * @param from the number of the first one
 * @param to that of the last one
 * @param pack the place of the pack in the manifest
 * @param offset where they begin in the pack, in bytes
 * @param length their length in bytes
 * @param digest the SHA-256 of these bytes in hexadecimal digits
 * @param spilledBytes the bytes that they keep in objects of their own
 * @param goodUntilMillis from when on one of these objects may be removed, {@link Long#MAX_VALUE}
 *     for never
 */
record Section(
    long from,
    long to,
    int pack,
    long offset,
    int length,
    String digest,
    long spilledBytes,
    long goodUntilMillis) {

  /** The same in a manifest in which the pack has another place. */
  Section in(int place) {
    return new Section(from, to, place, offset, length, digest, spilledBytes, goodUntilMillis);
  }

  /** How many entries it holds. */
  long entries() {
    return to - from + 1;
  }

  static void writeEntry(LogEntry entry, ByteOutput out) {
    out.writeBoolean(entry.expiry().equals(Instant.MAX)).writeBytes(entry.bytes());
  }

  /**
   * Reads the entries back.
   *
   * @param bytes those of the section
   * @param expiry of those that are not kept for good
   */
  List<LogEntry> entries(byte[] bytes, Instant expiry) {
    ByteInput in = new ByteInput(bytes);
    List<LogEntry> entries = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      Instant until = in.readBoolean() ? Instant.MAX : expiry;
      entries.add(new LogEntry(number, in.readBytes(), until));
    }
    in.expectEnd();
    return entries;
  }

  void write(ByteOutput out) {
    out.writeUnsigned(from).writeUnsigned(to - from).writeUnsigned(pack).writeUnsigned(offset);
    out.writeUnsigned(length).writeRaw(HexFormat.of().parseHex(digest));
    out.writeUnsigned(spilledBytes);
    boolean forGood = goodUntilMillis == Long.MAX_VALUE;
    out.writeBoolean(forGood).writeSigned(forGood ? 0 : goodUntilMillis);
  }

  static Section read(ByteInput in) {
    long from = in.readUnsigned();
    long to = from + in.readUnsigned();
    int pack = in.readCount();
    long offset = in.readUnsigned();
    int length = in.readCount();
    String digest = Manifest.readDigest(in);
    long spilled = in.readUnsigned();
    boolean forGood = in.readBoolean();
    long until = in.readSigned();
    return new Section(
        from, to, pack, offset, length, digest, spilled, forGood ? Long.MAX_VALUE : until);
  }
}
