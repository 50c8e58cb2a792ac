package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an answer means for its batch: how many records from the front are done. Rules: Lambda
 * developer guide, "Configuring partial batch response with Kinesis Data Streams".
 *
 * @param done records from the front that are processed for good
 * @param error what failed, for people; empty where the whole batch is done
 */
record Verdict(int done, String error) {

  /** Reads an answer. */
  static Verdict of(Batch batch, StreamsEventResponse response, boolean reportsItemFailures) {
    int size = batch.records().size();
    List<BatchItemFailure> failures = response == null ? null : response.getBatchItemFailures();
    if (!reportsItemFailures || failures == null || failures.isEmpty()) {
      return new Verdict(size, "");
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < size; i++) {
      places.put(batch.records().get(i).sequenceNumber(), i);
    }
    int lowest = size;
    for (BatchItemFailure failure : failures) {
      String identifier = failure == null ? null : failure.getItemIdentifier();
      Integer place = places.get(identifier);
      if (place == null) {
        return new Verdict(
            0,
            "the function reported the item '"
                + identifier
                + "', which is no sequence number of its batch, so the whole batch failed");
      }
      lowest = Math.min(lowest, place);
    }
    return new Verdict(
        lowest, "the function reported " + batch.records().get(lowest).sequenceNumber());
  }
}
