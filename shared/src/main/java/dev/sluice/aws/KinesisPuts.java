package dev.sluice.aws;

import dev.sluice.ports.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts records in requests that Kinesis takes, and again what it did not take. */
final class KinesisPuts {
  /** Of a request (Kinesis API Reference, PutRecords). */
  static final int MAX_RECORDS = 500;

  /** Of a request, partition keys included; 5 MiB, the least that was ever documented. */
  static final int MAX_BYTES = 5 * 1024 * 1024;

  /** A full shard takes 1 MB in the next second: of so many tries in a row one must get on. */
  static final int TRIES = 7;

  private final KinesisClient client;
  private final String stream;
  private final long firstWaitMillis;

  /**
   * @param firstWaitMillis how long to wait before the second try; twice as long before each other
   */
  KinesisPuts(KinesisClient client, String stream, long firstWaitMillis) {
    this.client = client;
    this.stream = stream;
    this.firstWaitMillis = firstWaitMillis;
  }

  void put(List<KinesisSink.Message> messages) throws InterruptedException {
    List<PutRecordsRequestEntry> request = new ArrayList<>();
    long bytes = 0;
    for (KinesisSink.Message message : messages) {
      long size =
          message.data().length + message.partitionKey().getBytes(StandardCharsets.UTF_8).length;
      if (request.size() == MAX_RECORDS || !request.isEmpty() && bytes + size > MAX_BYTES) {
        send(request);
        request.clear();
        bytes = 0;
      }
      bytes += size;
      request.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(message.partitionKey())
              .data(SdkBytes.fromByteArray(message.data()))
              .build());
    }
    if (!request.isEmpty()) {
      send(request);
    }
  }

  private void send(List<PutRecordsRequestEntry> records) throws InterruptedException {
    List<PutRecordsRequestEntry> left = List.copyOf(records);
    long waitMillis = firstWaitMillis;
    int inVain = 0;
    while (true) {
      List<PutRecordsResultEntry> results = call(left);
      List<PutRecordsRequestEntry> failed = new ArrayList<>();
      PutRecordsResultEntry reason = null;
      for (int at = 0; at < results.size(); at++) {
        if (results.get(at).errorCode() != null) {
          failed.add(left.get(at));
          reason = results.get(at);
        }
      }
      if (failed.isEmpty()) {
        return;
      }
      boolean some = failed.size() < left.size();
      inVain = some ? 0 : inVain + 1;
      if (inVain == TRIES) {
        throw new StoreUnavailableException(
            failed.size()
                + " records were not taken by stream '"
                + stream
                + "' in "
                + TRIES
                + " tries in a row, the last with "
                + reason.errorCode()
                + ": "
                + reason.errorMessage(),
            null);
      }
      waitMillis = some ? firstWaitMillis : waitMillis;
      Thread.sleep(waitMillis);
      waitMillis *= 2;
      left = failed;
    }
  }

  private List<PutRecordsResultEntry> call(List<PutRecordsRequestEntry> records) {
    try {
      PutRecordsResponse response =
          client.putRecords(
              PutRecordsRequest.builder().streamName(stream).records(records).build());
      return response.records();
    } catch (SdkException e) {
      throw AwsFaults.translate("put records into stream '" + stream + "'", e);
    }
  }
}
