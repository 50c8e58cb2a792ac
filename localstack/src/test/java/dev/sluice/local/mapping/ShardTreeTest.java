package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.Source.Shard;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardTreeTest {

  private final ShardTree tree = new ShardTree();

  private static Shard shard(String id, String... parents) {
    return new Shard(id, List.of(parents));
  }

  @Test
  void shardsWithoutParentsStartAtOnceAndOnce() {
    tree.listed(List.of(shard("0"), shard("1")));
    assertThat(tree.start()).containsExactly("0", "1");
    tree.listed(List.of(shard("0"), shard("1")));
    assertThat(tree.start()).isEmpty();
    assertThat(tree.isAllStarted()).isTrue();
  }

  @Test
  void shardsThatStartedAreAtWorkOnceSomebodyReadsThem() {
    tree.listed(List.of(shard("0"), shard("1")));
    tree.start();
    assertThat(tree.isAllAtWork(Set.of("0"))).isFalse();
    assertThat(tree.isAllAtWork(Set.of("0", "1"))).isTrue();
    tree.finished("1");
    assertThat(tree.isAllAtWork(Set.of("0"))).isTrue();
  }

  @Test
  void childrenStartWhenTheirParentIsFinished() {
    tree.listed(List.of(shard("0"), shard("1", "0"), shard("2", "0")));
    assertThat(tree.start()).containsExactly("0");
    assertThat(tree.isAllStarted()).isFalse();
    tree.finished("0");
    assertThat(tree.start()).containsExactly("1", "2");
    assertThat(tree.isAllStarted()).isTrue();
  }

  @Test
  void aMergedShardWaitsForBothParents() {
    tree.listed(List.of(shard("0"), shard("1")));
    assertThat(tree.start()).hasSize(2);
    tree.children(List.of(shard("2", "0", "1")));
    tree.finished("0");
    assertThat(tree.start()).isEmpty();
    tree.children(List.of(shard("2", "0", "1")));
    tree.finished("1");
    assertThat(tree.start()).containsExactly("2");
  }

  @Test
  void aParentThatTheStreamNoLongerListsCountsAsFinished() {
    tree.listed(List.of(shard("5", "3")));
    assertThat(tree.start()).containsExactly("5");
  }

  @Test
  void aChildWithAParentNeverSeenWaitsForTheNextListing() {
    tree.listed(List.of(shard("0")));
    assertThat(tree.start()).containsExactly("0");
    tree.children(List.of(shard("2", "0", "1")));
    tree.finished("0");
    assertThat(tree.start()).isEmpty();
    tree.listed(List.of(shard("0"), shard("1"), shard("2", "0", "1")));
    assertThat(tree.start()).containsExactly("1");
    tree.finished("1");
    assertThat(tree.start()).containsExactly("2");
  }

  @Test
  void nothingIsCompleteBeforeTheFirstListing() {
    assertThat(tree.isAllStarted()).isFalse();
  }
}
