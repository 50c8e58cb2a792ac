package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  /** The longer number is the greater one, so text order would take 10 for the lowest. */
  private static final Batch BATCH =
      new Batch(
          Bench.SHARD,
          List.of(Bench.record(8), Bench.record(9), Bench.record(10), Bench.record(11)));

  private static int done(StreamsEventResponse response) {
    return Verdict.of(BATCH, response, true).done();
  }

  @Test
  void noResponseIsSuccess() {
    assertThat(done(null)).isEqualTo(4);
  }

  @Test
  void nullListIsSuccess() {
    assertThat(done(new StreamsEventResponse())).isEqualTo(4);
  }

  @Test
  void emptyListIsSuccess() {
    assertThat(done(Bench.response())).isEqualTo(4);
  }

  @Test
  void theLowestSequenceNumberIsTheCheckpoint() {
    assertThat(done(Bench.response("11", "9", "10"))).isEqualTo(1);
    assertThat(done(Bench.response("10"))).isEqualTo(2);
  }

  @Test
  void theFirstRecordFailsTheWholeBatch() {
    assertThat(done(Bench.response("8"))).isZero();
  }

  @Test
  void anEmptyIdentifierFailsTheWholeBatch() {
    assertThat(done(Bench.response("10", ""))).isZero();
  }

  @Test
  void aNullIdentifierFailsTheWholeBatch() {
    assertThat(done(Bench.response("10", null))).isZero();
    assertThat(
            done(
                new StreamsEventResponse(
                    new ArrayList<>(Collections.<BatchItemFailure>singletonList(null)))))
        .isZero();
  }

  @Test
  void anUnknownIdentifierFailsTheWholeBatchAndIsNamed() {
    Verdict verdict = Verdict.of(BATCH, Bench.response("10", "12"), true);
    assertThat(verdict.done()).isZero();
    assertThat(verdict.error()).contains("'12'");
  }

  @Test
  void partialAnswersCountOnlyWhereTheyAreTurnedOn() {
    assertThat(Verdict.of(BATCH, Bench.response("8"), false)).isEqualTo(new Verdict(4, ""));
  }
}
