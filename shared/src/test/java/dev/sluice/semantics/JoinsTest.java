package dev.sluice.semantics;

import static dev.sluice.semantics.TwoStreams.joinedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.PairDStream;
import dev.sluice.codec.Codecs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Joins of two streams within a batch interval. */
class JoinsTest {

  private static Map<String, List<String>> outcome(TwoStreams.Join join) {
    return joinedBy(join)
        .left(100, "a", 1)
        .left(100, "a", 2)
        .left(100, "b", 3)
        .right(200, "a", "x")
        .right(200, "a", "y")
        .right(200, "c", "z")
        .left(1_100, "a", 4)
        .right(2_100, "a", "x")
        .outcome();
  }

  @Test
  void cogroupGivesTheValuesOfBothSidesForEachKeyOfEither() {
    assertThat(outcome(PairDStream::cogroup))
        .isEqualTo(
            Map.of(
                "out-1000", List.of("(a,([1, 2],[x, y]))", "(b,([3],[]))", "(c,([],[z]))"),
                "out-2000", List.of("(a,([4],[]))"),
                "out-3000", List.of("(a,([],[x]))")));
  }

  @Test
  void joinGivesEachPairOfOneIntervalOnly() {
    assertThat(outcome(PairDStream::join))
        .isEqualTo(Map.of("out-1000", List.of("(a,(1,x))", "(a,(1,y))", "(a,(2,x))", "(a,(2,y))")));
  }

  @Test
  void leftOuterJoinKeepsEveryValueOfTheLeft() {
    assertThat(outcome(PairDStream::leftOuterJoin))
        .isEqualTo(
            Map.of(
                "out-1000",
                List.of(
                    "(a,(1,Optional[x]))",
                    "(a,(1,Optional[y]))",
                    "(a,(2,Optional[x]))",
                    "(a,(2,Optional[y]))",
                    "(b,(3,Optional.empty))"),
                "out-2000",
                List.of("(a,(4,Optional.empty))")));
  }

  @Test
  void rightOuterJoinKeepsEveryValueOfTheRight() {
    assertThat(outcome(PairDStream::rightOuterJoin))
        .isEqualTo(
            Map.of(
                "out-1000",
                List.of(
                    "(a,(Optional[1],x))",
                    "(a,(Optional[1],y))",
                    "(a,(Optional[2],x))",
                    "(a,(Optional[2],y))",
                    "(c,(Optional.empty,z))"),
                "out-3000",
                List.of("(a,(Optional.empty,x))")));
  }

  @Test
  void fullOuterJoinKeepsEveryValueOfBoth() {
    assertThat(outcome(PairDStream::fullOuterJoin))
        .isEqualTo(
            Map.of(
                "out-1000",
                List.of(
                    "(a,(Optional[1],Optional[x]))",
                    "(a,(Optional[1],Optional[y]))",
                    "(a,(Optional[2],Optional[x]))",
                    "(a,(Optional[2],Optional[y]))",
                    "(b,(Optional[3],Optional.empty))",
                    "(c,(Optional.empty,Optional[z]))"),
                "out-2000",
                List.of("(a,(Optional[4],Optional.empty))"),
                "out-3000",
                List.of("(a,(Optional.empty,Optional[x]))")));
  }

  @Test
  void pairsOfAKeyStandInTheOrderOfTheLeftThenOfTheRight() {
    TwoStreams streams =
        joinedBy((left, right) -> left.join(right))
            .right(100, "a", "y")
            .left(100, "a", 2)
            .right(200, "a", "x")
            .left(200, "a", 1);
    streams.run().finish();

    assertThat(streams.run().lines("out-1000"))
        .containsExactly("(a,(2,y))", "(a,(2,x))", "(a,(1,y))", "(a,(1,x))");
  }

  @Test
  void duplicatesOnBothSidesMultiply() {
    assertThat(
            joinedBy((left, right) -> left.join(right))
                .left(100, "a", 1)
                .left(100, "a", 1)
                .right(100, "a", "x")
                .right(100, "a", "x")
                .outcome())
        .isEqualTo(Map.of("out-1000", List.of("(a,(1,x))", "(a,(1,x))", "(a,(1,x))", "(a,(1,x))")));
  }

  @Test
  void emptySideGivesWhatTheOtherSideHas() {
    assertThat(
            joinedBy((left, right) -> left.leftOuterJoin(right.filter(p -> false)))
                .left(100, "a", 1)
                .right(100, "a", "x")
                .outcome())
        .isEqualTo(Map.of("out-1000", List.of("(a,(1,Optional.empty))")));
    assertThat(
            joinedBy((left, right) -> left.join(right.filter(p -> false)))
                .left(100, "a", 1)
                .right(100, "a", "x")
                .outcome())
        .isEmpty();
  }

  @Test
  void nullKeyMatchesItselfWhereItsCodecTakesIt() {
    assertThat(
            joinedBy((left, right) -> left.fullOuterJoin(right))
                .left(100, "null", 1)
                .right(100, "null", "x")
                .right(100, "a", "y")
                .outcome())
        .isEqualTo(
            Map.of(
                "out-1000",
                List.of("(a,(Optional.empty,Optional[y]))", "(null,(Optional[1],Optional[x]))")));
  }

  @Test
  void nullKeyIsADeadLetterWhereItsCodecRefusesIt() {
    Map<String, List<String>> outcome =
        joinedBy(
                (left, right) ->
                    left.mapToPair(pair -> pair, Codecs.string(), Codecs.int64())
                        .leftOuterJoin(right))
            .left(100, "null", 1)
            .left(100, "a", 2)
            .outcome();

    assertThat(outcome).containsOnlyKeys("dead-letter/left-1000.csv", "out-1000");
    assertThat(outcome.get("out-1000")).containsExactly("(a,(2,Optional.empty))");
    assertThat(outcome.get("dead-letter/left-1000.csv"))
        .singleElement()
        .asString()
        .contains("null,100,1");
  }

  @Test
  void nullValueIsAnEmptyOptionalOfAnOuterJoin() {
    assertThat(
            joinedBy(
                    (left, right) ->
                        left.leftOuterJoin(
                            right.mapValues(
                                text -> text.equals("none") ? null : text,
                                Codecs.nullable(Codecs.string()))))
                .left(100, "a", 1)
                .right(100, "a", "none")
                .right(100, "a", "x")
                .outcome())
        .isEqualTo(Map.of("out-1000", List.of("(a,(1,Optional.empty))", "(a,(1,Optional[x]))")));
  }

  @Test
  void streamJoinsItself() {
    assertThat(
            joinedBy((left, right) -> left.join(left))
                .left(100, "a", 1)
                .left(100, "a", 2)
                .left(1_100, "a", 3)
                .outcome())
        .isEqualTo(
            Map.of(
                "out-1000", List.of("(a,(1,1))", "(a,(1,2))", "(a,(2,1))", "(a,(2,2))"),
                "out-2000", List.of("(a,(3,3))")));
  }

  @Test
  void joinsFollowOneAnotherWithinOneInterval() {
    assertThat(
            joinedBy((left, right) -> left.join(right).leftOuterJoin(left.reduceByKey(Long::sum)))
                .left(100, "a", 1)
                .right(200, "a", "x")
                .left(300, "a", 2)
                .left(1_100, "a", 3)
                .right(1_200, "a", "y")
                .right(1_200, "b", "y")
                .outcome())
        .isEqualTo(
            Map.of(
                "out-1000",
                List.of("(a,((1,x),Optional[3]))", "(a,((2,x),Optional[3]))"),
                "out-2000",
                List.of("(a,((3,y),Optional[3]))")));
  }

  @Test
  void intervalsAreThoseOfArrivalWhateverTheEventTimesAre() {
    assertThat(
            TwoStreams.timedJoinedBy(0, (left, right) -> left.join(right))
                .send(TwoStreams.LEFT, 100, "a", 5, "1")
                .send(TwoStreams.RIGHT, 200, "a", -90_000, "x")
                .send(TwoStreams.RIGHT, 1_200, "a", 5, "y")
                .outcome())
        .isEqualTo(Map.of("out-1000", List.of("(a,(1,x))")));
  }
}
