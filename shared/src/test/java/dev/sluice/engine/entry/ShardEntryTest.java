package dev.sluice.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardEntryTest {
  private static final ShardEntry OPEN = ShardEntry.birth(1_000, 5_000).advance(2_000, 6_000);

  @Test
  void renewedSealStaysASealWithItsChildrenAndItsClock() {
    List<Source.Shard> children = List.of(new Source.Shard("shardId-1", List.of("shardId-0")));
    ShardEntry renewed = OPEN.seal(7_000, children, false).fresh(9_000);

    assertThat(renewed.sealed()).isTrue();
    assertThat(renewed.children()).isEqualTo(children);
    assertThat(renewed.clockMillis()).isEqualTo(2_000);
    assertThat(renewed.writtenMillis()).isEqualTo(9_000);
  }

  @Test
  void renewedEntryOfAnOpenLaneLeavesItOpen() {
    ShardEntry renewed = OPEN.fresh(9_000);

    assertThat(renewed.sealed()).isFalse();
    assertThat(renewed.clockMillis()).isEqualTo(2_000);
  }
}
