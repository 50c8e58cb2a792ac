package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Source.Shard;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static Shard shard(int id, String... parents) {
    return new Shard("shardId-" + id, List.of(parents));
  }

  @Test
  void childrenFollow() {
    List<Shard> listed = List.of(shard(1), shard(2, "shardId-0"), shard(3, "shardId-0"), shard(4));
    assertThat(Lineage.followers("shardId-0", listed))
        .containsExactly(shard(2, "shardId-0"), shard(3, "shardId-0"));
  }

  @Test
  void descendantsOfChildrenThatAreGoneThemselvesFollow() {
    List<Shard> listed =
        List.of(shard(3, "shardId-0"), shard(4, "shardId-2"), shard(5, "shardId-4"));
    assertThat(Lineage.followers("shardId-0", listed))
        .containsExactly(shard(3, "shardId-0"), shard(4, "shardId-2", "shardId-0"));
  }

  @Test
  void mergedShardFollowsItsOtherParentToo() {
    List<Shard> listed = List.of(shard(1), shard(2, "shardId-0", "shardId-1"));
    assertThat(Lineage.followers("shardId-0", listed))
        .containsExactly(shard(2, "shardId-0", "shardId-1"));
  }

  @Test
  void someShardFollowsWhereNoneSaysThatAParentIsGone() {
    List<Shard> listed = List.of(shard(1), shard(9), shard(10), shard(11, "shardId-10"));
    assertThat(Lineage.followers("shardId-3", listed)).containsExactly(shard(9, "shardId-3"));
  }

  @Test
  void nothingFollowsWhereNoYoungerShardIsListed() {
    assertThat(Lineage.followers("shardId-10", List.of(shard(1), shard(9, "shardId-7")))).isEmpty();
    assertThat(Lineage.followers("shardId-1", List.of())).isEmpty();
    assertThat(Lineage.followers("no-shard", List.of(shard(1)))).isEmpty();
  }

  @Test
  void parentsThatAreNotListedAreLeftOut() {
    assertThat(Lineage.amongThemselves(List.of(shard(1, "shardId-0"), shard(2, "shardId-1"))))
        .containsExactly(shard(1), shard(2, "shardId-1"));
  }
}
