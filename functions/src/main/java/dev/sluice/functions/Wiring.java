package dev.sluice.functions;

import dev.sluice.api.StreamApp;
import dev.sluice.aws.DynamoDbLog;
import dev.sluice.aws.KinesisSource;
import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Ports;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts a function process together: clients, ports, the app and its engine. */
final class Wiring {
  private final Engine engine;

  private Wiring(Engine engine) {
    this.engine = engine;
  }

  static Wiring fromEnvironment() {
    return of(FunctionSettings.of(System.getenv()));
  }

  static Wiring of(FunctionSettings settings) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    S3Client s3 = S3Client.builder().httpClient(http).build();
    DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(http).build();
    KinesisClient kinesis = KinesisClient.builder().httpClient(http).build();
    Metrics metrics = Metrics.NONE;
    SystemClock clock = new SystemClock();
    Ports ports =
        new Ports(
            new DynamoDbLog(dynamo, settings.table(), settings.name(), metrics),
            objects(s3, settings.outputs(), metrics),
            objects(s3, settings.spills(), metrics),
            new KinesisSource(kinesis, metrics),
            clock,
            new RandomIds(),
            LambdaCaller.of(http, settings.coordinator(), settings.bucketFunction(), clock),
            metrics,
            System.out::println);
    Plan plan = Plan.of(app(settings.appClass()), tables(s3, settings.tables()));
    return new Wiring(new Engine(plan, settings.engine(), ports));
  }

  Engine engine() {
    return engine;
  }

  private static S3Objects objects(S3Client s3, S3Place place, Metrics metrics) {
    return new S3Objects(s3, place.bucket(), place.key(), metrics);
  }

  private static Map<String, List<String>> tables(S3Client s3, Map<String, S3Place> places) {
    Map<String, List<String>> tables = new TreeMap<>();
    places.forEach(
        (name, place) ->
            tables.put(
                name,
                s3.getObjectAsBytes(get -> get.bucket(place.bucket()).key(place.key()))
                    .asUtf8String()
                    .lines()
                    .toList()));
    return tables;
  }

  private static StreamApp app(String className) {
    try {
      return Class.forName(className)
          .asSubclass(StreamApp.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "SLUICE-F04 SLUICE_APP names "
              + className
              + ", which must be in the jar, public, a StreamApp and have a constructor without"
              + " arguments",
          e);
    }
  }
}
