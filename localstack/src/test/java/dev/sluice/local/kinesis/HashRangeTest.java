package dev.sluice.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashRangeTest {

  @Test
  void threeShardsHaveTheRangesThatAwsGivesThem() {
    // The AWS documentation shows these borders for a stream of three shards.
    assertThat(HashRange.even(3))
        .extracting(range -> range.start() + "-" + range.end())
        .containsExactly(
            "0-113427455640312821154458202477256070484",
            "113427455640312821154458202477256070485-226854911280625642308916404954512140969",
            "226854911280625642308916404954512140970-340282366920938463463374607431768211455");
  }

  @Test
  void thousandShardsCoverAllKeysWithoutGaps() {
    List<HashRange> ranges = HashRange.even(1_000);

    assertThat(ranges.get(0).start()).isZero();
    assertThat(ranges.get(999).end()).isEqualTo(HashRange.ALL.end());
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i - 1).isFollowedBy(ranges.get(i))).isTrue();
    }
  }

  @Test
  void theKeyOfAPartitionKeyIsItsMd5() {
    assertThat(HashRange.keyOf("a").toString(16)).isEqualTo("cc175b9c0f1b6a831c399e269772661");
    assertThat(HashRange.keyOf("ü"))
        .isEqualTo(new BigInteger("c03410a5204b21cd8229ff754688d743", 16));
  }

  @Test
  void aRangeThatLeavesTheKeysIsRefused() {
    assertThatThrownBy(() -> new HashRange(BigInteger.ZERO, HashRange.KEY_COUNT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HashRange(BigInteger.TWO, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
