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
 * @param files in the order in which they are read
 */
record IntakeEntry(
    long stampMillis, long listedMillis, long rememberedFrom, List<FileVersion> files) {
  private static final int VERSION = 1;

  byte[] encode() {
    ByteOutput out = new ByteOutput(256).writeByte(VERSION);
    out.writeSigned(stampMillis).writeSigned(listedMillis).writeUnsigned(rememberedFrom);
    out.writeUnsigned(files.size());
    for (FileVersion file : files) {
      out.writeString(file.name()).writeString(file.version());
      out.writeUnsigned(file.sizeBytes()).writeSigned(file.modifiedMillis());
    }
    return out.toByteArray();
  }

  static IntakeEntry decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException(
          "an intake entry has version " + version + ", this code reads version " + VERSION);
    }
    long stamp = in.readSigned();
    long listed = in.readSigned();
    long from = in.readUnsigned();
    List<FileVersion> files = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      files.add(
          new FileVersion(in.readString(), in.readString(), in.readUnsigned(), in.readSigned()));
    }
    in.expectEnd();
    return new IntakeEntry(stamp, listed, from, files);
  }
}
