package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads events and writes answers token by token. Lambda's own reading of types by reflection is
 * 800 classes more, which each process would load before its first answer.
 */
final class EventJson {
  private static final int MILLI_DIGITS = 3;

  private EventJson() {}

  /**
   * The event of a Kinesis mapping, as far as it is looked at.
   *
   * @throws IllegalArgumentException if it is no JSON, or of another shape
   */
  static KinesisEvent kinesis(InputStream in) {
    List<KinesisEvent.KinesisEventRecord> records = new ArrayList<>();
    boolean found = false;
    try (JsonReader json = reader(in)) {
      json.beginObject();
      while (json.hasNext()) {
        boolean here = json.nextName().equals("Records");
        found |= here;
        if (here && !isNext(json, JsonToken.NULL)) {
          json.beginArray();
          while (json.hasNext()) {
            records.add(record(json));
          }
          json.endArray();
        } else {
          json.skipValue();
        }
      }
      json.endObject();
      if (!found) { // whoever called would take an answer for done
        throw new IllegalArgumentException("it has no Records");
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "SLUICE-F05 the event is none of a Kinesis mapping ("
              + e.getMessage()
              + "); let an event source mapping of a Kinesis stream call this function",
          e);
    }
    KinesisEvent event = new KinesisEvent();
    event.setRecords(records);
    return event;
  }

  private static KinesisEvent.KinesisEventRecord record(JsonReader json) throws IOException {
    KinesisEvent.KinesisEventRecord record = new KinesisEvent.KinesisEventRecord();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (isNext(json, JsonToken.NULL)) {
        json.skipValue();
        continue;
      }
      switch (name) {
        case "eventID" -> record.setEventID(json.nextString());
        case "eventSourceARN" -> record.setEventSourceARN(json.nextString());
        case "kinesis" -> record.setKinesis(content(json));
        default -> json.skipValue();
      }
    }
    json.endObject();
    return record;
  }

  private static KinesisEvent.Record content(JsonReader json) throws IOException {
    KinesisEvent.Record content = new KinesisEvent.Record();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (isNext(json, JsonToken.NULL)) {
        json.skipValue();
        continue;
      }
      switch (name) {
        case "partitionKey" -> content.setPartitionKey(json.nextString());
        case "sequenceNumber" -> content.setSequenceNumber(json.nextString());
        case "data" ->
            content.setData(ByteBuffer.wrap(Base64.getDecoder().decode(json.nextString())));
        case "approximateArrivalTimestamp" ->
            content.setApproximateArrivalTimestamp(stamp(json.nextString()));
        default -> json.skipValue();
      }
    }
    json.endObject();
    return content;
  }

  /** Seconds with a fraction; taken as a decimal number, so that no millisecond is lost. */
  private static Date stamp(String seconds) {
    return new Date(new BigDecimal(seconds).movePointRight(MILLI_DIGITS).longValue());
  }

  /** What a mapping is to go on with. */
  static void write(StreamsEventResponse answer, OutputStream out) throws IOException {
    try (JsonWriter json = writer(out)) {
      json.beginObject().name("batchItemFailures").beginArray();
      for (StreamsEventResponse.BatchItemFailure failure : answer.getBatchItemFailures()) {
        json.beginObject().name("itemIdentifier").value(failure.getItemIdentifier()).endObject();
      }
      json.endArray().endObject();
    }
  }

  static void write(String answer, OutputStream out) throws IOException {
    try (JsonWriter json = writer(out)) {
      json.value(answer);
    }
  }

  /**
   * Any object; numbers are doubles.
   *
   * @return null where it is no object, or no JSON
   */
  static Map<String, Object> object(InputStream in) {
    try (JsonReader json = reader(in)) {
      return isNext(json, JsonToken.BEGIN_OBJECT) ? object(json) : null;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      return null;
    }
  }

  private static Map<String, Object> object(JsonReader json) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      object.put(json.nextName(), value(json));
    }
    json.endObject();
    return object;
  }

  private static Object value(JsonReader json) throws IOException {
    return switch (json.peek()) {
      case BEGIN_OBJECT -> object(json);
      case BEGIN_ARRAY -> {
        List<Object> list = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
          list.add(value(json));
        }
        json.endArray();
        yield list;
      }
      case NUMBER -> json.nextDouble();
      case BOOLEAN -> json.nextBoolean();
      case NULL -> {
        json.nextNull();
        yield null;
      }
      default -> json.nextString();
    };
  }

  /** A map of texts, whole numbers, lists and maps, in one line. */
  static String line(Map<String, ?> object) {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void write(JsonWriter json, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.beginObject();
      for (Map.Entry<?, ?> each : object.entrySet()) {
        json.name(each.getKey().toString());
        write(json, each.getValue());
      }
      json.endObject();
    } else if (value instanceof List<?> list) {
      json.beginArray();
      for (Object each : list) {
        write(json, each);
      }
      json.endArray();
    } else if (value instanceof Number number) {
      json.value(number);
    } else {
      json.value(value.toString());
    }
  }

  private static boolean isNext(JsonReader json, JsonToken token) throws IOException {
    return json.peek() == token;
  }

  private static JsonReader reader(InputStream in) {
    return new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static JsonWriter writer(OutputStream out) {
    return new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }
}
