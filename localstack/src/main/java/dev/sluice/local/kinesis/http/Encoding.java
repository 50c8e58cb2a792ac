package dev.sluice.local.kinesis.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.sluice.local.kinesis.KinesisException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The two encodings of the AWS protocol. They differ in more than syntax: a blob is base64 text in
 * JSON and bytes in CBOR, a time is seconds with a fraction in JSON and milliseconds under tag 1 in
 * CBOR.
 */
enum Encoding {
  JSON("application/x-amz-json-1.1", new ObjectMapper()),
  CBOR("application/x-amz-cbor-1.1", new CBORMapper());

  /** CBOR's tag for a time since 1970. */
  private static final int TAG_TIME = 1;

  private static final int MILLI_DIGITS = 3;

  private final String contentType;
  private final ObjectMapper mapper;

  Encoding(String contentType, ObjectMapper mapper) {
    this.contentType = contentType;
    this.mapper = mapper.registerModule(new SimpleModule().addSerializer(new TimeWriter()));
  }

  /** A time in an answer. */
  record Time(long millis) {}

  private static final class TimeWriter extends StdSerializer<Time> {
    TimeWriter() {
      super(Time.class);
    }

    @Override
    public void serialize(Time time, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (out instanceof CBORGenerator cbor) {
        cbor.writeTag(TAG_TIME);
        cbor.writeNumber(time.millis());
      } else {
        out.writeNumber(BigDecimal.valueOf(time.millis(), MILLI_DIGITS));
      }
    }
  }

  /** The encoding that a content type names; parameters behind a semicolon do not matter. */
  static Optional<Encoding> of(String contentType) {
    String type = contentType.split(";", 2)[0].trim();
    for (Encoding encoding : values()) {
      if (encoding.contentType.equalsIgnoreCase(type)) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }

  JsonNode emptyList() {
    return mapper.createArrayNode();
  }

  String contentType() {
    return contentType;
  }

  /** Reads a structure. */
  JsonNode read(byte[] body) {
    try {
      JsonNode node = mapper.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      throw new KinesisException(
          "SerializationException", "The body is not " + name() + ": " + e.getMessage());
    }
    throw new KinesisException("SerializationException", "The body is not a structure.");
  }

  byte[] write(Object answer) {
    try {
      return mapper.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that can't be written: " + answer, e);
    }
  }

  /** Milliseconds of a time in a request. */
  long millis(JsonNode number) {
    // A whole number in CBOR counts milliseconds; a fraction can only mean seconds.
    return this == CBOR && number.isIntegralNumber()
        ? number.longValue()
        : number.decimalValue().movePointRight(MILLI_DIGITS).longValue();
  }
}
