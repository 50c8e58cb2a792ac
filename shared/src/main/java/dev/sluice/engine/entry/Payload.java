package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.ports.ObjectStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bulk of an entry: in the entry itself, or in an object that only this entry names. */
public sealed interface Payload {
  /** The forms in which entries hold it. */
  int INLINE = 0;

  int SPILLED = 1;
  int DIGESTED = 2;

  /** Of a SHA-256. */
  int DIGEST_BYTES = 32;

  int length();

  /** In the entry. */
  record Inline(byte[] bytes) implements Payload {
    @Override
    public int length() {
      return bytes.length;
    }
  }

  /**
   * In an object of the spill store, or in several where it is larger than one may be.
   *
   * @param digest the SHA-256 of its content in hexadecimal digits, empty where an older version of
   *     the code put it
   */
  record Spilled(String name, int length, String digest) implements Payload {

    /** The names of the objects that hold it, one after the other. */
    public List<String> objects() {
      return objects(ObjectStore.MAX_OBJECT_BYTES);
    }

    /**
     * @param partBytes what each of them holds but the last one
     */
    List<String> objects(int partBytes) {
      List<String> names = new ArrayList<>(List.of(name));
      for (int i = 1; i <= (length - 1) / partBytes; i++) {
        names.add(name + "." + i);
      }
      return names;
    }
  }

  /** The SHA-256 of some bytes in hexadecimal digits. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static void write(Payload payload, ByteOutput out) {
    if (payload instanceof Inline inline) {
      out.writeByte(INLINE).writeBytes(inline.bytes);
    } else if (payload instanceof Spilled spilled) {
      boolean digested = !spilled.digest.isEmpty();
      out.writeByte(digested ? DIGESTED : SPILLED).writeString(spilled.name);
      out.writeUnsigned(spilled.length);
      if (digested) {
        out.writeRaw(HexFormat.of().parseHex(spilled.digest));
      }
    }
  }

  static Payload read(ByteInput in) {
    int form = in.readByte();
    if (form == INLINE) {
      return new Inline(in.readBytes());
    } else if (form > DIGESTED) {
      throw new CodecException("a payload has form " + form + ", unknown");
    }
    String name = in.readString();
    int length = in.readCount();
    byte[] digest = form == DIGESTED ? in.readRaw(DIGEST_BYTES) : new byte[0];
    return new Spilled(name, length, HexFormat.of().formatHex(digest));
  }
}
