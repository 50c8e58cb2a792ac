package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.ports.ChangeTables;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.local.services.LocalClients;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An app on the changes of a table that is made while it runs. */
class ChangeStreamIT {
  private static final String ORDERS = "orders";

  @TempDir Path scratch;

  private LocalRun start() {
    EngineSettings engine =
        new EngineSettings(
            Duration.ofSeconds(1), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    Plan plan =
        Plan.of(
            stream ->
                stream
                    .dynamoDbStream(ORDERS)
                    .map(
                        change ->
                            change.kind()
                                + " "
                                + change.keys()
                                + change.before().map(item -> " from " + item.get("qty")).orElse("")
                                + change.after().map(item -> " to " + item.get("qty")).orElse(""))
                    .saveAsTextFiles("log"),
            Map.of());
    return LocalRun.start(
        new LocalSettings(
            "changes",
            plan,
            engine,
            1,
            new WallStamps(System::currentTimeMillis),
            Optional.of(scratch.resolve("state")),
            0,
            Disturbance.NONE,
            Optional.empty()),
        problem -> {},
        text -> {});
  }

  @Test
  void changesOfATableCountOnceWhileTheAppRunsAndAfterAStop() throws Exception {
    try (LocalRun run = start();
        DynamoDbClient dynamo = new LocalClients(run.endpoint()).dynamoDb()) {
      ChangeTables.create(dynamo, ORDERS);
      put(dynamo, 1);
      put(dynamo, 2);
      await(run, 2);
    }
    try (LocalRun run = start();
        DynamoDbClient dynamo = new LocalClients(run.endpoint()).dynamoDb()) {
      dynamo.deleteItem(it -> it.tableName(ORDERS).key(Map.of("id", AttributeValue.fromS("a"))));
      await(run, 3);
      run.finish();
      List<String> lines = new ArrayList<>();
      for (String name : run.outputs().list("log-")) {
        if (name.contains("/part-")) {
          new String(run.outputs().get(name).orElseThrow(), StandardCharsets.UTF_8)
              .lines()
              .forEach(lines::add);
        }
      }
      assertThat(lines)
          .containsExactly(
              "INSERT {id=a} to 1", "MODIFY {id=a} from 1 to 2", "REMOVE {id=a} from 2");
      assertThat(run.status().counters()).containsEntry("records", 3L);
    }
  }

  private static void await(LocalRun run, long records) throws InterruptedException {
    while (run.status().counters().getOrDefault("records", 0L) < records) {
      Thread.sleep(50);
    }
  }

  private static void put(DynamoDbClient dynamo, int quantity) {
    dynamo.putItem(
        put ->
            put.tableName(ORDERS)
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("a"),
                        "qty", AttributeValue.fromN(String.valueOf(quantity)))));
  }
}
