package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The contracts of AWS adapters in a container of LocalStack, where there are Docker and the image.
 */
class LocalStackIT {
  private static final String IMAGE = "localstack/localstack:4.14.0";

  @Test
  void adaptersKeepTheirContractsInLocalStack() {
    if (Endpoint.given().isPresent()) {
      Endpoint.skip(LocalStackIT.class, Endpoint.VARIABLE + " names another endpoint");
    }
    skipWithoutImage();
    try (LocalStackContainer localStack =
        new LocalStackContainer(DockerImageName.parse(IMAGE))
            .withServices("kinesis", "dynamodb", "dynamodbstreams", "s3")) {
      localStack.start();
      System.setProperty(Endpoint.PROPERTY, localStack.getEndpoint().toString());
      TestExecutionSummary summary = adapterTests();
      assertThat(summary.getFailures())
          .extracting(failure -> name(failure.getTestIdentifier()) + ": " + failure.getException())
          .isEmpty();
      assertThat(summary.getTestsSucceededCount()).isGreaterThan(50);
    } finally {
      System.clearProperty(Endpoint.PROPERTY);
    }
  }

  private static TestExecutionSummary adapterTests() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage("dev.sluice.local.ports"))
            .filters(
                ClassNameFilter.includeClassNamePatterns(".*IT"),
                // Its changes come some time after the write: docs/localstack.md.
                ClassNameFilter.excludeClassNamePatterns(".*DynamoDbStreamSourceIT"))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static String name(TestIdentifier test) {
    return test.getLegacyReportingName() + " in " + test.getUniqueId();
  }

  private static void skipWithoutImage() {
    boolean elsewhere = System.getenv("DOCKER_HOST") != null;
    // Testcontainers looks in more places, and takes its time for it.
    if (!elsewhere && !Files.exists(Path.of("/var/run/docker.sock"))) {
      Endpoint.skip(
          LocalStackIT.class, "there is no Docker: no /var/run/docker.sock and no DOCKER_HOST");
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      Endpoint.skip(LocalStackIT.class, "the Docker engine does not answer");
    }
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
    } catch (NotFoundException e) {
      Endpoint.skip(LocalStackIT.class, "image " + IMAGE + " is not here; docker pull it first");
    }
  }
}
