package dev.sluice.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisCallsTest {
  private static List<BatchItemFailure> failures(String answer) {
    StreamsEventResponse parsed = KinesisCalls.parse(answer.getBytes(StandardCharsets.UTF_8));
    return parsed.getBatchItemFailures();
  }

  @Test
  void failuresAreThoseOfTheAnswer() {
    assertThat(
            failures(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"495\"},{\"itemIdentifier\":null}]}"))
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("495", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "\"done\"", "{\"batchItemFailures\":null}"})
  void anAnswerWithoutFailuresIsSuccess(String answer) {
    assertThat(failures(answer)).isEmpty();
  }

  @Test
  void anAnswerThatIsNoJsonIsNone() {
    assertThatThrownBy(() -> failures("{\"batchItem"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{\"batchItem");
  }
}
