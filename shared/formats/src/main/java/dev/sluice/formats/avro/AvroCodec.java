package dev.sluice.formats.avro;

import dev.sluice.api.Decoder;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Puts four bytes in front of a value, as the codecs of records do: the version of this format, and
 * three bytes of the SHA-256 of the schema. Three tell all but one of 16 million changes.
 */
final class AvroCodec<T> implements Codec<T> {
  private static final int VERSION = 1;
  private static final int FINGERPRINT_BYTES = 3;

  private final AvroFormat<T> format;
  private final Decoder<T> decoder;
  private final byte[] fingerprint;

  AvroCodec(AvroFormat<T> format) {
    this.format = format;
    this.decoder = format.decoder();
    this.fingerprint = fingerprint(Shape.of(format.schema()));
  }

  /** Another schema is another codec: what was written with this one it cannot read. */
  @Override
  public String shape() {
    return "avro<" + HexFormat.of().formatHex(fingerprint) + ">";
  }

  @Override
  public void write(T value, ByteOutput out) {
    out.writeByte(VERSION).writeRaw(fingerprint).writeBytes(format.encode(value));
  }

  @Override
  public T read(ByteInput in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException(
          "the bytes are of format version " + version + ", this code reads " + VERSION);
    }
    byte[] found = in.readRaw(FINGERPRINT_BYTES);
    if (!Arrays.equals(found, fingerprint)) {
      throw new CodecException(
          "the bytes have schema "
              + HexFormat.of().formatHex(found)
              + ", but "
              + format.schema().getFullName()
              + " has "
              + HexFormat.of().formatHex(fingerprint)
              + ": it was changed since; read them with the schema as it was, and give the changed"
              + " one another operator or a migration");
    }
    try {
      return decoder.decode(in.readBytes());
    } catch (CodecException e) {
      throw e;
    } catch (Exception e) {
      throw new CodecException(e.getMessage(), e);
    }
  }

  private static byte[] fingerprint(String shape) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(shape.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
    }
  }
}
