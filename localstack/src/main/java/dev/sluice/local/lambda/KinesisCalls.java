package dev.sluice.local.lambda;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a function answers to a mapping: {@code {"batchItemFailures": [...]}}. */
public final class KinesisCalls {
  private KinesisCalls() {}

  /**
   * @throws IllegalArgumentException if it is something else: then the batch has failed
   */
  public static StreamsEventResponse parse(byte[] payload) {
    List<BatchItemFailure> failures = new ArrayList<>();
    try {
      JsonNode list = new ObjectMapper().readTree(payload).path("batchItemFailures");
      list.forEach(each -> failures.add(failure(each.path("itemIdentifier"))));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The function answered what is no JSON: " + new String(payload, StandardCharsets.UTF_8),
          e);
    }
    return StreamsEventResponse.builder().withBatchItemFailures(failures).build();
  }

  private static BatchItemFailure failure(JsonNode identifier) {
    return new BatchItemFailure(identifier.isTextual() ? identifier.textValue() : null);
  }
}
