package dev.sluice.formats.avro;

import dev.sluice.api.Decoder;
import dev.sluice.format.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Values with something before them that tells their schema. */
final class Framed {
  /** Avro specification, "Single-object encoding": two bytes, and a fingerprint of eight. */
  private static final int SINGLE_OBJECT_BYTES = 10;

  private static final short SINGLE_OBJECT = (short) 0xC301;

  /** A byte 0, and a number of four bytes. */
  private static final int NUMBERED_BYTES = 5;

  /** Decoders kept for each number; far more schemas than a stream has. */
  private static final int MAX_NUMBERS = 1_000;

  private Framed() {}

  static byte[] singleObject(Schema schema, byte[] value) {
    return ByteBuffer.allocate(SINGLE_OBJECT_BYTES + value.length)
        .putShort(SINGLE_OBJECT)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .put(value)
        .array();
  }

  static <T> Decoder<T> singleObjects(AvroFormat<T> format, List<Schema> others) {
    Map<Long, Schema> schemas = new HashMap<>();
    Map<Long, Decoder<T>> decoders = new HashMap<>();
    add(format, format.schema(), schemas, decoders);
    others.forEach(each -> add(format, each, schemas, decoders));
    return data -> {
      ByteBuffer in = ByteBuffer.wrap(data);
      if (data.length < SINGLE_OBJECT_BYTES || in.getShort() != SINGLE_OBJECT) {
        throw unreadable("the record does not begin with C3 01 and a fingerprint of 8 bytes");
      }
      long fingerprint = in.order(ByteOrder.LITTLE_ENDIAN).getLong();
      Decoder<T> decoder = decoders.get(fingerprint);
      if (decoder == null) {
        throw unreadable(
            String.format(
                Locale.ROOT,
                "no schema has the fingerprint %016x; give the decoder the schema it was written"
                    + " with",
                fingerprint));
      }
      return decoder.decode(data);
    };
  }

  private static <T> void add(
      AvroFormat<T> format,
      Schema schema,
      Map<Long, Schema> schemas,
      Map<Long, Decoder<T>> decoders) {
    long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    Schema other = schemas.putIfAbsent(fingerprint, schema);
    if (other != null && !Shape.of(other).equals(Shape.of(schema))) {
      throw new FormatException(
          "SLUICE-D18",
          String.format(
              Locale.ROOT,
              "two schemas of %s have the fingerprint %016x, and read the same bytes as different"
                  + " values: fingerprints leave out units and scales; give one of them",
              schema.getFullName(),
              fingerprint));
    }
    decoders.put(fingerprint, format.from(schema, SINGLE_OBJECT_BYTES));
  }

  static <T> Decoder<T> numbered(AvroFormat<T> format, SchemaLookup lookup) {
    Map<Integer, Decoder<T>> decoders = new ConcurrentHashMap<>();
    return data -> {
      ByteBuffer in = ByteBuffer.wrap(data);
      if (data.length < NUMBERED_BYTES || in.get() != 0) {
        throw unreadable("the record does not begin with a byte 0 and the number of a schema");
      }
      int id = in.getInt();
      Decoder<T> decoder = decoders.get(id);
      if (decoder == null) {
        Optional<Schema> schema = lookup.find(id);
        decoder =
            format.from(
                schema.orElseThrow(() -> unreadable("no schema has the number " + id)),
                NUMBERED_BYTES);
        if (decoders.size() < MAX_NUMBERS) {
          decoders.put(id, decoder);
        }
      }
      return decoder.decode(data);
    };
  }

  private static FormatException unreadable(String why) {
    return new FormatException(AvroFormat.UNREADABLE, why);
  }
}
