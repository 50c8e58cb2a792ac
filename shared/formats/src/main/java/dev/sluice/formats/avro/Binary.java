package dev.sluice.formats.avro;

import dev.sluice.format.FormatException;
import dev.sluice.format.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Avro's binary encoding of generic data. Equal values give equal bytes: entries of maps are in the
 * order of their keys, and all NaN are one. Texts are strict UTF-8 both ways. Nothing is made by
 * the name of a class.
 */
final class Binary {
  private final GenericData data = new GenericData().setFastReaderEnabled(false);
  private final Reader reader;
  private final Writer writer;

  Binary(Schema schema) {
    this(schema, schema);
  }

  /** Reads what was written with one schema as if it had been with another. */
  Binary(Schema written, Schema read) {
    this.reader = new Reader(written, read, data);
    this.writer = new Writer(read, data);
  }

  byte[] encode(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Encoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      writer.write(value, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Misfit("the value does not fit the schema: " + why(e), e);
    }
    return bytes.toByteArray();
  }

  /**
   * The value that these bytes, from one on up to their end, stand for.
   *
   * @throws Misfit if they are none, or bytes are left over
   */
  Object decode(byte[] bytes, int from) {
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    Object value;
    boolean whole;
    try {
      value = reader.read(null, in);
      whole = in.isEnd();
    } catch (StackOverflowError e) {
      throw new Misfit("it is nested too deep", e);
    } catch (FormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Misfit("the bytes are none of the schema: " + why(e), e);
    }
    if (!whole) {
      throw new Misfit("bytes are left over behind it");
    }
    return value;
  }

  private static String why(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static final class Reader extends GenericDatumReader<Object> {
    Reader(Schema written, Schema read, GenericData data) {
      super(written, read, data);
    }

    @Override
    protected Object readString(Object old, Schema expected, Decoder in) throws IOException {
      org.apache.avro.util.Utf8 text = in.readString(null);
      return Utf8.text(text.getBytes(), text.getByteLength());
    }

    @Override
    protected Object readMapKey(Object old, Schema expected, Decoder in) throws IOException {
      return readString(old, expected, in);
    }
  }

  private static final class Writer extends GenericDatumWriter<Object> {
    Writer(Schema schema, GenericData data) {
      super(schema, data);
    }

    @Override
    protected void writeString(Object text, Encoder out) throws IOException {
      out.writeString(new org.apache.avro.util.Utf8(Utf8.bytes(((CharSequence) text).toString())));
    }

    @Override
    protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
      List<Map.Entry<Object, Object>> entries = new ArrayList<>();
      super.getMapEntries(map).forEach(entries::add);
      entries.sort(Comparator.comparing(entry -> entry.getKey().toString()));
      return entries;
    }

    @Override
    protected void writeWithoutConversion(Schema schema, Object value, Encoder out)
        throws IOException {
      if (value instanceof Double number && number.isNaN()) {
        super.writeWithoutConversion(schema, Double.NaN, out);
      } else if (value instanceof Float number && number.isNaN()) {
        super.writeWithoutConversion(schema, Float.NaN, out);
      } else {
        super.writeWithoutConversion(schema, value, out);
      }
    }
  }
}
