package dev.sluice.functions;

import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Calls other functions by Lambda's Invoke API (version 2015-03-31), with the signer and the HTTP
 * client that the other clients bring along: a client library for one request is not worth its cold
 * start. Calls that fail are left out: the schedule wakes the coordinator, and the heads of lanes
 * say how far a bucket function came.
 */
final class LambdaCaller implements Caller {
  /** A wake-up that follows another one of the same process by less changes nothing. */
  private static final long WAKE_SPACING_MILLIS = 200;

  private static final int BUCKETS_PER_CALL = 8;

  /** A function runs for 15 minutes at most. */
  private static final int MAX_WAIT_SECONDS = 15 * 60;

  private final SdkHttpClient http;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final URI endpoint;
  private final String region;
  private final String coordinator;
  private final String bucketFunction;
  private final Clock clock;
  private long lastWakeMillis = Long.MIN_VALUE;

  LambdaCaller(
      SdkHttpClient http,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      URI endpoint,
      String region,
      String coordinator,
      String bucketFunction,
      Clock clock) {
    this.http = http;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.region = region;
    this.coordinator = coordinator;
    this.bucketFunction = bucketFunction;
    this.clock = clock;
  }

  static LambdaCaller of(
      SdkHttpClient http, String coordinator, String bucketFunction, Clock clock) {
    String region = DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    String endpoint =
        Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_LAMBDA"))
            .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
            .orElse("https://lambda." + region + ".amazonaws.com");
    return new LambdaCaller(
        http,
        DefaultCredentialsProvider.builder().build(),
        URI.create(endpoint),
        region,
        coordinator,
        bucketFunction,
        clock);
  }

  @Override
  public void wakeCoordinator() {
    long now = clock.nowMillis();
    if (lastWakeMillis == Long.MIN_VALUE || Math.abs(now - lastWakeMillis) >= WAKE_SPACING_MILLIS) {
      lastWakeMillis = now;
      invoke(coordinator, "Event", "{}");
    }
  }

  @Override
  public void advance(int stage, List<Integer> buckets) {
    String list = buckets.stream().map(String::valueOf).collect(Collectors.joining(","));
    invoke(
        bucketFunction, "RequestResponse", "{\"stage\":" + stage + ",\"buckets\":[" + list + "]}");
  }

  private void invoke(String function, String type, String payload) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider content = () -> new ByteArrayInputStream(body);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.resolve("/2015-03-31/functions/" + function + "/invocations"))
            .putHeader("X-Amz-Invocation-Type", type)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", String.valueOf(body.length))
            .build();
    AwsCredentialsIdentity identity = credentials.resolveIdentity().join();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(identity)
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    try {
      HttpExecuteResponse answer =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(content)
                      .build())
              .call();
      answer.responseBody().ifPresent(LambdaCaller::drain);
      if (!answer.httpResponse().isSuccessful()) {
        report(function, "status " + answer.httpResponse().statusCode());
      }
    } catch (IOException e) {
      report(function, e.toString());
    }
  }

  private static void drain(java.io.InputStream body) {
    try (body) {
      body.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // what a function answers is not looked at
    }
  }

  private static void report(String function, String why) {
    System.err.println("sluice: function " + function + " could not be called: " + why);
  }
}
