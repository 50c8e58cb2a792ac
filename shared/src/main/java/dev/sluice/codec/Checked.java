package dev.sluice.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * Puts four bytes in front of a value that holds records: the version of this format, and three
 * bytes of the SHA-256 of the structure. Three tell all but one of 16 million changes, and partial
 * aggregates are small enough for every byte to count.
 */
final class Checked<T> implements Codec<T> {
  private static final int VERSION = 1;
  private static final int FINGERPRINT_BYTES = 3;

  private final Structured<T> body;
  private final int fingerprint;

  Checked(Structured<T> body) {
    this.body = body;
    this.fingerprint = fingerprint(body.checkedShape());
  }

  Structured<T> body() {
    return body;
  }

  @Override
  public String shape() {
    return body.shape();
  }

  @Override
  public void write(T value, ByteOutput out) {
    out.writeByte(VERSION);
    for (int i = FINGERPRINT_BYTES - 1; i >= 0; i--) {
      out.writeByte(fingerprint >>> 8 * i);
    }
    body.write(value, out);
  }

  @Override
  public T read(ByteInput in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException(
          "the bytes are of format version "
              + version
              + ", this code reads "
              + VERSION
              + "; read them with the code that wrote them");
    }
    int found = 0;
    for (int i = 0; i < FINGERPRINT_BYTES; i++) {
      found = found << 8 | in.readByte();
    }
    if (found != fingerprint) {
      throw new CodecException(
          String.format(
              Locale.ROOT,
              "the bytes have structure %06x, but %s has %06x: components were added, removed,"
                  + " moved, renamed or given another type since; read them with the record as it"
                  + " was, and give the changed one another operator or a migration",
              found,
              body.checkedShape(),
              fingerprint));
    }
    return body.read(in);
  }

  private static int fingerprint(String shape) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(shape.getBytes(StandardCharsets.UTF_8));
      return (digest[0] & 0xFF) << 16 | (digest[1] & 0xFF) << 8 | digest[2] & 0xFF;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
    }
  }
}
