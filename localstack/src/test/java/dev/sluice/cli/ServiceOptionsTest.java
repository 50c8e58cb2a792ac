package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class ServiceOptionsTest {
  private static final StoreUnavailableException REFUSED =
      new StoreUnavailableException(
          "could not read lane 'control'",
          DynamoDbException.builder().message("an unknown error").statusCode(500).build());

  private static Object refuse() {
    throw REFUSED;
  }

  @Test
  void whoAnswersWithAnErrorIsNotTakenForNobody() {
    assertThatThrownBy(() -> new ServiceOptions().ask(ServiceOptionsTest::refuse))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "http://localhost:4566 does not give what it is asked for: could not read lane"
                + " 'control'");
  }

  @Test
  void servicesOfADeployedAppAreNamedByItsStack() {
    ServiceOptions deployed = new ServiceOptions();
    deployed.stack = "sluice-clicks";
    assertThatThrownBy(() -> deployed.ask(ServiceOptionsTest::refuse))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("stack 'sluice-clicks' does not give what it is asked for: ");
  }
}
