package dev.sluice.engine.checkpoint;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The end of a lane: what its readers may still need.
 *
 * @param lane its name
 * @param from the first entry that is needed; the first section may begin before it
 * @param to the last one, the lane's end
 * @param endDigest the SHA-256 of the last entry in hexadecimal digits
 * @param sections where the entries are, ascending, without a gap
 */
record Tail(String lane, long from, long to, String endDigest, List<Section> sections) {

  /** About how many bytes of its sections are needed. */
  long neededBytes() {
    long bytes = 0;
    for (Section each : sections) {
      long dead = Math.max(0, Math.min(each.entries(), from - each.from()));
      bytes += each.length() - each.length() * dead / each.entries();
    }
    return bytes;
  }

  /** Whether the sections hold all that is needed. */
  boolean isWhole() {
    long next = sections.isEmpty() ? Long.MAX_VALUE : sections.get(0).from();
    boolean whole = next <= from;
    for (Section each : sections) {
      whole &= each.from() == next && each.to() >= each.from();
      next = each.to() + 1;
    }
    return whole && next == to + 1;
  }

  void write(ByteOutput out) {
    out.writeString(lane).writeUnsigned(from).writeUnsigned(to);
    out.writeRaw(HexFormat.of().parseHex(endDigest)).writeUnsigned(sections.size());
    sections.forEach(each -> each.write(out));
  }

  static Tail read(ByteInput in) {
    String lane = in.readString();
    long from = in.readUnsigned();
    long to = in.readUnsigned();
    String digest = Manifest.readDigest(in);
    List<Section> sections = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      sections.add(Section.read(in));
    }
    return new Tail(lane, from, to, digest, List.copyOf(sections));
  }
}
