package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Engine;
import dev.sluice.engine.packed.Packer;
import dev.sluice.ports.HashRange;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records of which each packs several. */
class AggregateTest {
  private final Shop shop = new Shop();

  private InRecord packed(String... lines) {
    return packed(null, lines);
  }

  private InRecord packed(BigInteger hashKey, String... lines) {
    List<Packer.Input> inputs =
        Stream.of(lines)
            .map(each -> new Packer.Input("k", hashKey, each.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return put(new Packer(1).pack(inputs));
  }

  private InRecord put(byte[] data) {
    return Shop.in(shop.stream.putTo(Shop.SHARD, "k", data, shop.clock.nowMillis()));
  }

  private Transform.Outcome apply(Transform process, InRecord... call) {
    return process.apply(Shop.STREAM, Shop.SHARD, List.of(call));
  }

  /** A call that has time for one look at the clock: 16 records. */
  private Transform.Outcome applySome(InRecord... call) {
    return shop.process().apply(Shop.STREAM, Shop.SHARD, List.of(call), () -> false);
  }

  private static String[] lines(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> "line " + i).toArray(String[]::new);
  }

  private void assertCounts(long records, long deadLetters) {
    assertThat(shop.counter("records")).isEqualTo(records);
    assertThat(shop.counter("dead-letters")).isEqualTo(deadLetters);
  }

  @Test
  void recordsOfAnAggregateCountOneByOneAndOnce() {
    InRecord before = shop.line("x");
    InRecord aggregate = packed("a", "b", "c");
    InRecord behind = shop.line("y");
    assertThat(apply(shop.process(), before, aggregate)).isEqualTo(Transform.Outcome.DONE);
    assertThat(apply(shop.process(), aggregate, behind)).isEqualTo(Transform.Outcome.DONE);
    assertThat(apply(shop.process(), before, aggregate, behind)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(5, 0);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("x", "a", "b", "c", "y");
  }

  @Test
  void recordsOfAnAggregateThatNoCallBroughtCountOneByOne() {
    packed("a", "b", "c");
    assertThat(apply(shop.process(), shop.line("x"))).isEqualTo(Transform.Outcome.DONE);
    assertCounts(4, 0);
    assertThat(shop.counter("undelivered")).isEqualTo(3);
  }

  @Test
  void callThatStopsInsideAnAggregateNamesItAndTheNextGoesOnThere() {
    InRecord before = shop.line("x");
    InRecord aggregate = packed(lines(40));
    InRecord behind = shop.line("y");
    for (long records : List.of(16L, 32L, 42L)) {
      Transform.Outcome outcome = applySome(before, aggregate, behind);
      assertCounts(records, 0);
      if (records < 42) {
        assertThat(outcome.firstOpen()).contains(aggregate.position());
      } else {
        assertThat(outcome.firstOpen()).isEmpty();
      }
    }
    assertThat(apply(shop.process(), before, aggregate, behind)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(42, 0);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).hasSize(42).doesNotHaveDuplicates();
  }

  @Test
  void laneThatStandsInsideAnAggregateIsNeitherIdleNorAtItsEnd() {
    InRecord aggregate = packed(lines(20));
    applySome(aggregate);
    Engine engine = shop.engine();
    for (int i = 0; i < 5; i++) {
      shop.clock.advance(Duration.ofSeconds(2));
      engine.coordinator().run();
    }
    assertThat(engine.coordinator().finish()).isFalse();
    assertThat(shop.rows("out")).isEmpty();
    assertCounts(16, 0);

    shop.stream.split(Shop.SHARD);
    shop.clock.advance(Duration.ofSeconds(2));
    engine.coordinator().run();
    assertThat(engine.coordinator().finish()).isFalse();

    assertThat(apply(shop.process(), aggregate)).isEqualTo(Transform.Outcome.DONE);
    assertThat(engine.coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).hasSize(20);
    assertThat(apply(shop.process(), aggregate)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(20, 0);
  }

  @Test
  void shorterAggregateInThePlaceOfTheOneInWhichTheLaneStandsIsALoudError() {
    InRecord aggregate = packed(lines(20));
    applySome(aggregate);
    InRecord shorter = packed("a");
    InRecord other = new InRecord(aggregate.position(), 0, "k", shorter.data());
    assertThatThrownBy(() -> apply(shop.process(), other)).hasMessageContaining("SLUICE-E22");
    assertCounts(16, 0);
  }

  @Test
  void freshHeadOfAnIdleLaneForgetsNotThatItStandsInsideAnAggregate() {
    InRecord aggregate = packed(lines(20));
    applySome(aggregate);
    Engine caretaker = shop.engine();
    for (int i = 0; i < 3; i++) {
      shop.halfAnHourPasses(caretaker);
    }
    assertThat(caretaker.coordinator().finish()).isFalse();
    assertThat(apply(shop.process(), aggregate)).isEqualTo(Transform.Outcome.DONE);
    assertThat(caretaker.coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).hasSize(20);
  }

  @Test
  void laneBehindTheLastRecordOfAnAggregateIsIdle() {
    apply(shop.process(), packed("a", "b"));
    shop.clock.advance(Duration.ofSeconds(5));
    shop.engine().coordinator().run();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void poisonInsideAnAggregateIsOneDeadLetter() {
    InRecord aggregate = packed("a", "b", "poison", "c", "d");
    assertThat(shop.deathsUntilServed(List.of(aggregate), 12))
        .isGreaterThanOrEqualTo(PoisonGuard.DEATHS_ALONE);
    assertCounts(5, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(shop.rows("dead-letter/"))
        .singleElement()
        .asString()
        .contains(aggregate.position() + ".2,", "utf8,poison");
  }

  @Test
  void aggregateThatCausesMoreThanAnEntryHoldsIsSeveral() {
    InRecord aggregate = packed("a", "b", "many", "c");
    apply(shop.process(new Computation.Limits(1 << 20, 2_000, 100_000)), aggregate);
    assertCounts(4, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void damagedAggregateIsOneDeadLetterWithItsBytesAndTheOthersCount() {
    InRecord a = shop.line("a");
    byte[] damaged = Packer.seal("no buffer".getBytes(StandardCharsets.UTF_8));
    InRecord broken = put(damaged);
    InRecord b = packed("b");
    assertThat(apply(shop.process(), a, broken, b)).isEqualTo(Transform.Outcome.DONE);
    assertThat(apply(shop.process(), a, broken, b)).isEqualTo(Transform.Outcome.DONE);
    assertCounts(3, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("a", "b");
    assertThat(shop.rows("dead-letter/"))
        .singleElement()
        .asString()
        .contains("SLUICE-D01", Base64.getEncoder().encodeToString(damaged));
  }

  @Test
  void afterASplitRecordsThatTheChildDoesNotOwnAreDeadLettersThere() {
    String child = shop.stream.split(Shop.SHARD).get(1).id();
    shop.engine().coordinator().run();
    HashRange owned = shop.stream.hashKeys(Shop.STREAM, child);
    byte[] aggregate =
        new Packer(1)
            .pack(
                List.of(
                    input(owned.from(), "first"),
                    input(owned.from().subtract(BigInteger.ONE), "before"),
                    input(owned.to().subtract(BigInteger.ONE), "last")));
    InRecord record = Shop.in(shop.stream.putTo(child, "k", aggregate, shop.clock.nowMillis()));
    assertThat(shop.process().apply(Shop.STREAM, child, List.of(record)))
        .isEqualTo(Transform.Outcome.DONE);
    assertCounts(3, 1);
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("out")).containsExactlyInAnyOrder("first", "last");
    assertThat(shop.rows("dead-letter/"))
        .singleElement()
        .asString()
        .contains("SLUICE-D02", ".1,", "utf8,before");
  }

  private static Packer.Input input(BigInteger hashKey, String line) {
    return new Packer.Input("any", hashKey, line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recordThatOnlyLooksLikeAnAggregateGoesToTheDecoder() {
    byte[] other = Packer.seal("a".getBytes(StandardCharsets.UTF_8));
    other[other.length - 1] ^= 1;
    apply(shop.process(), put(other));
    assertThat(shop.engine().coordinator().finish()).isTrue();
    assertThat(shop.rows("dead-letter/"))
        .singleElement()
        .asString()
        .contains("not UTF-8")
        .doesNotContain("SLUICE-D01");
  }
}
