package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.services.Clients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.ports.LogStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The removal of lanes that ends in between. */
@Timeout(120)
class KeptLanesIT {
  private static final String SHARD = "shard/lines/shardId-000000000000";

  private final LocalServices services = LocalServices.startStores(LocalOptions.temporary());

  @AfterEach
  void close() {
    services.close();
  }

  /** Clients that go away before a batch of writes. */
  private record Dying(Clients clients, int before) implements Clients {
    @Override
    public DynamoDbClient dynamoDb() {
      DynamoDbClient dynamo = clients.dynamoDb();
      int[] batches = {0};
      return (DynamoDbClient)
          Proxy.newProxyInstance(
              DynamoDbClient.class.getClassLoader(),
              new Class<?>[] {DynamoDbClient.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("batchWriteItem") && ++batches[0] == before) {
                  throw new IllegalStateException("killed");
                }
                try {
                  return method.invoke(dynamo, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public S3Client s3() {
      return clients.s3();
    }

    @Override
    public KinesisClient kinesis() {
      return clients.kinesis();
    }

    @Override
    public KinesisClient kinesisWithoutRetries() {
      return clients.kinesisWithoutRetries();
    }
  }

  private List<String> left(boolean toCheckpoint, int before) {
    try (KeptLanes lanes = new KeptLanes(Place.local(services.clients(), "app"))) {
      lanes.requireTable();
      LogStore log = lanes.ports().log();
      List<String> names = List.of("control", "start", SHARD, "success");
      names.forEach(lane -> log.append(lane, 0, new byte[] {1}, Instant.MAX));
      Place place = Place.local(new Dying(services.clients(), before), "app");
      try (KeptLanes dying = new KeptLanes(place)) {
        assertThatThrownBy(() -> dying.removeAll(toCheckpoint)).hasMessage("killed");
      }
      List<String> left = names.stream().filter(lane -> log.head(lane).isPresent()).toList();
      assertThat(lanes.removeAll(toCheckpoint)).as("once more").isEqualTo(left.size());
      assertThat(names).noneMatch(lane -> log.head(lane).isPresent());
      return left;
    }
  }

  @Test
  void appThatIsToBeginFromNothingDoesNotGoOnFromACheckpointWhereItsResetIsKilled() {
    assertThat(left(false, 2)).containsExactly("control", "start");
    assertThat(left(false, 3)).containsExactly("start");
  }

  @Test
  void appThatIsToGoBackToACheckpointDoesNotBeginFromNothingWhereItsResetIsKilled() {
    assertThat(left(true, 2)).containsExactly("control", SHARD, "success");
    assertThat(left(true, 3)).containsExactly("control");
  }
}
