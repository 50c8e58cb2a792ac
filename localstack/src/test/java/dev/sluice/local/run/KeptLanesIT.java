package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.checkpoint.Reset;
import dev.sluice.local.services.Clients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.ports.LogEntry;
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

  /** As a rule nobody can begin while the mark is there, whatever else is. */
  @Test
  void markOfAResetIsLeftUntilItIsRemovedWhereverTheRemovalIsKilled() {
    for (int before = 1; before <= 3; before++) {
      try (KeptLanes lanes = new KeptLanes(Place.local(services.clients(), "app"))) {
        lanes.requireTable();
        assertThat(lanes.isEmpty()).isTrue();
        LogStore log = lanes.log();
        List<String> names = List.of("control", "start", SHARD, "success");
        names.forEach(lane -> log.append(lane, 0, new byte[] {1}, Instant.MAX));
        log.append("start", 1, new byte[] {1}, Instant.MAX);
        log.append("start", Reset.MARK, new byte[] {1}, Instant.MAX);
        Place place = Place.local(new Dying(services.clients(), before), "app");
        try (KeptLanes dying = new KeptLanes(place)) {
          assertThatThrownBy(dying::removeAll).hasMessage("killed");
        }
        long left = names.stream().mapToLong(lane -> log.read(lane, 0, 2).size()).sum();
        assertThat(lanes.removeAll()).as("once more").isEqualTo(left);
        assertThat(log.read("start", 0, 10))
            .extracting(LogEntry::number)
            .containsExactly(Reset.MARK);
        assertThat(lanes.isEmpty()).as("to be repeated").isFalse();
        lanes.removeMark();
        assertThat(lanes.isEmpty()).isTrue();
      }
    }
  }

  @Test
  void laneOfAnAppThatHasNoOthersIsFound() {
    try (KeptLanes lanes = new KeptLanes(Place.local(services.clients(), "app"));
        KeptLanes others = new KeptLanes(Place.local(services.clients(), "other"))) {
      lanes.requireTable();
      lanes.log().append(SHARD, 0, new byte[] {1}, Instant.MAX);
      assertThat(lanes.isEmpty()).isFalse();
      assertThat(others.isEmpty()).isTrue();
      assertThat(others.removeAll()).isZero();
      assertThat(lanes.removeAll()).isEqualTo(1);
    }
  }
}
