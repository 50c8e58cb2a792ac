package dev.sluice.engine.files;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.ports.FileStore.FileVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that were taken in together, or that there were none.
 *
 * @param stampMillis when the listing ended that found them: their records arrived then
 * @param listedMillis when the newest listing began of which all files are written down, {@link
 *     Long#MIN_VALUE} while there is none
 * @param rememberedFrom the first entry that has files which another listing may show again
 * @param newestBefore the sequence number of the newest file in the entries before, 0 where there
 *     is none, {@link #UNKNOWN} where older code has not said it
 * @param files in the order in which they are read
 */
record IntakeEntry(
    long stampMillis,
    long listedMillis,
    long rememberedFrom,
    long newestBefore,
    List<FileVersion> files) {
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int VERSION = 2;

  /** Does not say what is newest before. */
  private static final int FIRST_VERSION = 1;

  byte[] encode() {
    boolean known = newestBefore != UNKNOWN; // else it is named by its bytes of before
    ByteOutput out = new ByteOutput(256).writeByte(known ? VERSION : FIRST_VERSION);
    out.writeSigned(stampMillis).writeSigned(listedMillis).writeUnsigned(rememberedFrom);
    if (known) {
      out.writeUnsigned(newestBefore);
    }
    out.writeUnsigned(files.size());
    for (FileVersion file : files) {
      out.writeString(file.name()).writeString(file.version());
      out.writeUnsigned(file.sizeBytes()).writeSigned(file.modifiedMillis());
    }
    return out.toByteArray();
  }

  /**
   * The sequence number of the newest file up to here.
   *
   * @param number of this entry
   */
  long newest(long number) {
    return files.isEmpty() ? newestBefore : number * Intake.PLACES + files.size();
  }

  static IntakeEntry decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    if (version != VERSION && version != FIRST_VERSION) {
      throw new CodecException(
          "an intake entry has version " + version + ", this code reads up to version " + VERSION);
    }
    long stamp = in.readSigned();
    long listed = in.readSigned();
    long from = in.readUnsigned();
    long before = version == FIRST_VERSION ? UNKNOWN : in.readUnsigned();
    List<FileVersion> files = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      files.add(
          new FileVersion(in.readString(), in.readString(), in.readUnsigned(), in.readSigned()));
    }
    in.expectEnd();
    return new IntakeEntry(stamp, listed, from, before, files);
  }
}
