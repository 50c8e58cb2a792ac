package dev.sluice.local.mapping;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;

/** What came of a call. */
sealed interface Outcome {

  /** The function returned; the response may be null. */
  record Answered(StreamsEventResponse response) implements Outcome {}

  /** The function threw, or was too slow. Nothing that it may have answered counts. */
  record Failed(String reason) implements Outcome {}

  /** The call did not reach the function. */
  record NotInvoked(String reason) implements Outcome {}
}
