package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Names;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

  @ParameterizedTest
  @CsvSource({
    "orders,shardId-000000000000,shard/orders/shardId-000000000000",
    "kafka:orders,12,shard/kafka:orders/12",
    "files:incoming/a,intake,shard/files:incoming!a/intake",
  })
  void laneTellsItsSourceAndItsShard(String source, String shard, String lane) {
    assertThat(Lanes.shard(source, shard)).isEqualTo(lane);
    assertThat(Lanes.streamOf(lane)).isEqualTo(source);
    assertThat(Lanes.shardOf(lane)).isEqualTo(shard);
    Names.checkLane(lane);
  }
}
