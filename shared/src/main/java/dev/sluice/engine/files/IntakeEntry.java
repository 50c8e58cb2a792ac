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
 * @param boundaryMillis files that were begun before are not taken any more, {@link Long#MIN_VALUE}
 *     while all are, {@link #UNKNOWN} where older code has not said it
 * @param rememberedFrom the first entry that has files which another listing may show again
 * @param newestBefore the sequence number of the newest file in the entries before, 0 where there
 *     is none, {@link #UNKNOWN} where older code has not said it
 * @param files in the order in which they are read
 */
record IntakeEntry(
    long stampMillis,
    long listedMillis,
    long boundaryMillis,
    long rememberedFrom,
    long newestBefore,
    List<FileVersion> files) {
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int VERSION = 3;

  /** Does not say what the boundary is. */
  private static final int SECOND_VERSION = 2;

  /** Nor what is newest before. */
  private static final int FIRST_VERSION = 1;

  byte[] encode() {
    int version = version();
    ByteOutput out = new ByteOutput(256).writeByte(version);
    out.writeSigned(stampMillis).writeSigned(listedMillis).writeUnsigned(rememberedFrom);
    if (version > FIRST_VERSION) {
      out.writeUnsigned(newestBefore);
    }
    if (version > SECOND_VERSION) {
      out.writeSigned(boundaryMillis);
    }
    out.writeUnsigned(files.size());
    for (FileVersion file : files) {
      out.writeString(file.name()).writeString(file.version());
      out.writeUnsigned(file.sizeBytes()).writeSigned(file.modifiedMillis());
    }
    return out.toByteArray();
  }

  /** One of older code has the bytes that it had: the next one is kept under their digest. */
  private int version() {
    if (boundaryMillis != UNKNOWN) {
      return VERSION;
    }
    return newestBefore == UNKNOWN ? FIRST_VERSION : SECOND_VERSION;
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
    if (version < FIRST_VERSION || version > VERSION) {
      throw new CodecException(
          "an intake entry has version " + version + ", this code reads up to version " + VERSION);
    }
    long stamp = in.readSigned();
    long listed = in.readSigned();
    long from = in.readUnsigned();
    long before = version == FIRST_VERSION ? UNKNOWN : in.readUnsigned();
    long boundary = version == VERSION ? in.readSigned() : UNKNOWN;
    List<FileVersion> files = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      files.add(
          new FileVersion(in.readString(), in.readString(), in.readUnsigned(), in.readSigned()));
    }
    in.expectEnd();
    return new IntakeEntry(stamp, listed, boundary, from, before, files);
  }
}
