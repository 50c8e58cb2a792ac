package dev.sluice.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** What is said where the SDK itself fails, by what it really throws. */
class ServiceTroubleTest {
  private static final ProfileFile NO_PROFILES =
      ProfileFile.aggregator().build(); // as on a machine where nobody has configured AWS

  private static String said(ThrowingCallable asking) {
    return ServiceTrouble.reason(catchThrowableOfType(SdkException.class, asking));
  }

  private static void ask(String endpoint) {
    new StackClients(Optional.of(URI.create(endpoint))).outputs("clicks");
  }

  @Test
  void missingRegionIsNamed() {
    assertThat(
            said(
                () ->
                    new AwsRegionProviderChain(
                            new AwsProfileRegionProvider(() -> NO_PROFILES, "default"))
                        .getRegion()))
        .isEqualTo(
            "SLUICE-A02 AWS cannot be asked: no region is configured; set AWS_REGION, or a region"
                + " in the profile that AWS_PROFILE names");
  }

  @Test
  void missingCredentialsAreNamed() {
    assertThat(
            said(
                () ->
                    AwsCredentialsProviderChain.of(
                            ProfileCredentialsProvider.builder()
                                .profileFile(NO_PROFILES)
                                .profileName("default")
                                .build())
                        .resolveCredentials()))
        .startsWith("SLUICE-A02 AWS cannot be asked: no credentials are configured; set ")
        .doesNotContain("Provider");
  }

  @Test
  void hostThatIsNotThereIsNamed() {
    assertThat(said(() -> ask("http://nobody.invalid")))
        .startsWith("SLUICE-A02 AWS cannot be asked: there is no host nobody.invalid; look at ");
  }

  @Test
  void servicesThatDoNotAnswerAreNamedWithWhatToLookAt() {
    assertThat(said(() -> ask("http://localhost:1")))
        .startsWith("SLUICE-A02 AWS cannot be asked: Connection refused; look at the region");
  }

  @Test
  void whatAServiceAnswersIsPassedOn() {
    assertThat(
            ServiceTrouble.reason(
                (SdkException)
                    LambdaException.builder().message("you may not (Service: Lambda)").build()))
        .isEqualTo("you may not (Service: Lambda)");
  }
}
