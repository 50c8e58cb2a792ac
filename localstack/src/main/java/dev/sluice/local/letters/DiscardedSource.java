package dev.sluice.local.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.local.letters.Letters.Broken;
import java.io.IOException;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The batches that an event source mapping gave up, as Lambda puts them into a bucket. */
public final class DiscardedSource implements LetterSource {
  private static final String STREAM = ":stream/";
  private static final int MILLI_DIGITS = 3;

  private final LetterStore store;
  private final String root;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param root what the names of the objects begin with: empty, or a path that ends with {@code /}
   */
  public DiscardedSource(LetterStore store, String root) {
    this.store = store;
    this.root = root;
  }

  @Override
  public String root() {
    return root;
  }

  /** The last part of a name begins with the time. */
  @Override
  public List<String> names() {
    return store.list(root).stream()
        .filter(name -> !name.startsWith(root + ReplayLog.FOLDER))
        .sorted(
            Comparator.comparing((String name) -> name.substring(name.lastIndexOf('/') + 1))
                .thenComparing(name -> name))
        .toList();
  }

  @Override
  public Letters read(String name) {
    Letters letters = new Letters(new ArrayList<>(), new ArrayList<>());
    Optional<byte[]> content = store.get(name);
    try {
      if (content.isPresent()) {
        read(name, json.readTree(content.get()), letters);
      }
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      letters.broken().add(new Broken(name, "SLUICE-L02 " + reason(e)));
    }
    return letters;
  }

  private static String reason(Exception e) {
    return e instanceof JsonProcessingException wrong
        ? "it is not JSON: " + wrong.getOriginalMessage()
        : e.getMessage();
  }

  private void read(String name, JsonNode object, Letters letters) throws IOException {
    JsonNode info = object.path("KinesisBatchInfo");
    String arn = text(info, "streamArn");
    String stream = arn.substring(arn.indexOf(STREAM) + STREAM.length()).split("/", 2)[0];
    if (!arn.contains(STREAM)) {
      throw new IllegalArgumentException("'" + arn + "' is no stream of Kinesis");
    }
    String lane = stream + "/" + text(info, "shardId");
    String error = text(object.path("requestContext"), "condition");
    Instant when = Instant.parse(text(object, "timestamp"));
    JsonNode payload = object.path("payload");
    if (payload.isMissingNode()) {
      throw new IllegalArgumentException(
          "it has no payload, as what Lambda sends to SQS or SNS: it says which records there were"
              + " and does not hold them; take an S3 destination");
    }
    JsonNode records = (payload.isTextual() ? json.readTree(payload.asText()) : payload);
    int number = 0;
    for (JsonNode each : records.path("Records")) {
      number++;
      try {
        letters.letters().add(letter(name, lane, stream, error, when, each.path("kinesis")));
      } catch (IOException | IllegalArgumentException e) {
        String place = name + " record " + number;
        letters.broken().add(new Broken(place, "SLUICE-L02 " + reason(e)));
      }
    }
    if (number == 0) {
      throw new IllegalArgumentException("its payload has no records");
    }
  }

  private static Letter letter(
      String name, String lane, String stream, String error, Instant when, JsonNode record)
      throws IOException {
    String position = text(record, "sequenceNumber");
    JsonNode stamp = record.path("approximateArrivalTimestamp");
    return new Letter(
        lane + "/" + position,
        stream,
        true,
        lane,
        position,
        name,
        when,
        stamp.isNumber() ? Optional.of(instant(stamp)) : Optional.empty(),
        error,
        Optional.of(text(record, "partitionKey")),
        data(record));
  }

  private static byte[] data(JsonNode record) throws IOException {
    text(record, "data");
    return record.path("data").binaryValue();
  }

  private static Instant instant(JsonNode seconds) {
    return Instant.ofEpochMilli(
        seconds
            .decimalValue()
            .movePointRight(MILLI_DIGITS)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "it has no '"
              + field
              + "'; objects here are those of a Kinesis mapping's on-failure"
              + " destination");
    }
    return value.asText();
  }
}
