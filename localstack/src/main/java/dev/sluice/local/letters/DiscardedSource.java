package dev.sluice.local.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.local.letters.Letters.Broken;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.io.IOException;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** The batches that an event source mapping gave up, as Lambda puts them into a bucket. */
public final class DiscardedSource implements LetterSource {
  private static final String STREAM = ":stream/";
  private static final int MILLI_DIGITS = 3;

  private final LetterStore store;
  private final String root;
  private final Optional<ShardRecords> stream;
  private final Unpacking unpacking;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param root what the names of the objects begin with: empty, or a path that ends with {@code /}
   * @param stream where records are read whose objects only say which they are, and which hash keys
   *     a shard owned, if it is known
   */
  public DiscardedSource(LetterStore store, String root, Optional<ShardRecords> stream) {
    this.store = store;
    this.root = root;
    this.stream = stream;
    this.unpacking = new Unpacking(stream);
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
    try {
      Optional<byte[]> content = store.get(name);
      if (content.isPresent()) {
        askingStream(name, json.readTree(content.get()), letters);
      }
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      letters.broken().add(new Broken(name, "SLUICE-L02 " + reason(e)));
    }
    return letters;
  }

  /** Other objects may be of other streams, or need none. */
  private void askingStream(String name, JsonNode object, Letters letters) throws IOException {
    try {
      read(name, object, letters);
    } catch (SdkException e) {
      String why = "its stream cannot be asked about the rest of its records: " + e.getMessage();
      letters.broken().add(new Broken(name, "SLUICE-L02 " + why));
    }
  }

  private static String reason(Exception e) {
    return e instanceof JsonProcessingException wrong
        ? "it is not JSON: " + wrong.getOriginalMessage()
        : e.getMessage();
  }

  private void read(String name, JsonNode object, Letters letters) throws IOException {
    JsonNode info = object.path("KinesisBatchInfo");
    String arn = text(info, "streamArn");
    String source = arn.substring(arn.indexOf(STREAM) + STREAM.length()).split("/", 2)[0];
    if (!arn.contains(STREAM)) {
      throw new IllegalArgumentException("'" + arn + "' is no stream of Kinesis");
    }
    String lane = source + "/" + text(info, "shardId");
    String error = text(object.path("requestContext"), "condition");
    Instant when = Instant.parse(text(object, "timestamp"));
    JsonNode payload = object.path("payload");
    if (payload.isMissingNode()) {
      fromStream(name, info, lane, source, error, when, letters);
      return;
    }
    JsonNode records = (payload.isTextual() ? json.readTree(payload.asText()) : payload);
    int number = 0;
    for (JsonNode each : records.path("Records")) {
      number++;
      try {
        Letter letter = letter(name, lane, source, error, when, each.path("kinesis"));
        letters.letters().addAll(unpacking.unpack(letter));
      } catch (IOException | IllegalArgumentException e) {
        String place = name + " record " + number;
        letters.broken().add(new Broken(place, "SLUICE-L02 " + reason(e)));
      }
    }
    if (number == 0) {
      throw new IllegalArgumentException("its payload has no records");
    }
  }

  /** What Lambda sends to SQS or SNS says which records there were, and does not hold them. */
  private void fromStream(
      String name,
      JsonNode info,
      String lane,
      String source,
      String error,
      Instant when,
      Letters letters) {
    ShardRecords records =
        stream.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it has no payload, as what Lambda sends to SQS or SNS: it says which records"
                        + " there were and does not hold them; say with --stack, --bucket or"
                        + " --endpoint where their stream is, or take an S3 destination"));
    Position first = Position.of(text(info, "startSequenceNumber"));
    Position last = Position.of(text(info, "endSequenceNumber"));
    List<PulledRecord> found = records.read(source, text(info, "shardId"), first, last).records();
    for (PulledRecord each : found) {
      String position = each.position().sequence();
      Letter letter =
          new Letter(
              lane + "/" + position,
              source,
              true,
              lane,
              position,
              name,
              when,
              Optional.of(Instant.ofEpochMilli(each.stampMillis())),
              error,
              Optional.of(each.key()),
              each.data());
      letters.letters().addAll(unpacking.unpack(letter));
    }
    long size = info.path("batchSize").asLong(found.isEmpty() ? 1 : found.size());
    if (found.size() < size) {
      throw new IllegalArgumentException(
          "it has no payload, and "
              + (size - found.size())
              + " of its "
              + size
              + " records are no longer in the stream: they are lost");
    }
  }

  private static Letter letter(
      String name, String lane, String source, String error, Instant when, JsonNode record)
      throws IOException {
    String position = text(record, "sequenceNumber");
    JsonNode stamp = record.path("approximateArrivalTimestamp");
    return new Letter(
        lane + "/" + position,
        source,
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
    try {
      return Instant.ofEpochMilli(
          seconds
              .decimalValue()
              .movePointRight(MILLI_DIGITS)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + seconds + "' is no time of arrival in seconds", e);
    }
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
