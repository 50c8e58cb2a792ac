package dev.sluice.local.letters;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts the bytes of letters into their streams, as new records. */
public final class LetterSender {
  /** Kinesis' own limit for PutRecords. */
  static final int MAX_RECORDS = 500;

  /** Below Kinesis' own limit for PutRecords, 5 MiB; a larger letter goes alone. */
  static final int MAX_CALL_BYTES = 4 * 1024 * 1024;

  /** Kinesis takes 256 characters. */
  private static final int MAX_KEY_CHARS = 256;

  /** A shard that is full takes records again within a second. */
  private static final int MAX_TRIES = 10;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final KinesisClient kinesis;
  private final LongConsumer pause;
  private final Set<String> known = new HashSet<>();

  /**
   * @param kinesis does not repeat calls by itself: one whose answer was lost may have arrived
   * @param pause waits so many milliseconds
   */
  public LetterSender(KinesisClient kinesis, LongConsumer pause) {
    this.kinesis = kinesis;
    this.pause = pause;
  }

  /**
   * Asks for a stream, before anything is noted about what is sent to it.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if it is not there, or nobody
   *     answers
   */
  void requireStream(String stream) {
    if (known.add(stream)) {
      kinesis.describeStreamSummary(request -> request.streamName(stream));
    }
  }

  /**
   * Sends letters of one stream in one call, again where a shard refuses some for now.
   *
   * @param arrived takes the id of the record that each has become, by its own, also where this
   *     throws; those missing when it returns were refused
   */
  void send(String stream, List<Letter> letters, Map<String, String> arrived) {
    List<Letter> open = letters;
    for (int tries = 0; tries < MAX_TRIES && !open.isEmpty(); tries++) {
      if (tries > 0) {
        pause.accept(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << tries));
      }
      List<PutRecordsRequestEntry> entries = open.stream().map(LetterSender::entry).toList();
      List<PutRecordsResultEntry> results =
          kinesis.putRecords(request -> request.streamName(stream).records(entries)).records();
      List<Letter> refused = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        PutRecordsResultEntry result = results.get(i);
        if (result.errorCode() == null) {
          String id = stream + "/" + result.shardId() + "/" + result.sequenceNumber();
          arrived.put(open.get(i).id(), id);
        } else {
          refused.add(open.get(i));
        }
      }
      open = refused;
    }
  }

  static int bytes(Letter letter) {
    return letter.data().length + partitionKey(letter).getBytes(StandardCharsets.UTF_8).length;
  }

  private static PutRecordsRequestEntry entry(Letter letter) {
    return PutRecordsRequestEntry.builder()
        .data(SdkBytes.fromByteArrayUnsafe(letter.data()))
        .partitionKey(partitionKey(letter))
        .explicitHashKey(letter.hashKey().map(BigInteger::toString).orElse(null))
        .build();
  }

  /** Its own, or where that is not known what stands before its first comma. */
  public static String partitionKey(Letter letter) {
    return letter
        .partitionKey()
        .orElseGet(
            () -> {
              String text = new String(letter.data(), StandardCharsets.UTF_8).split(",", 2)[0];
              String key = text.substring(0, Math.min(text.length(), MAX_KEY_CHARS));
              return key.isEmpty() ? "-" : key;
            });
  }
}
