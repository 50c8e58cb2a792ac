package dev.sluice.semantics;

import static dev.sluice.semantics.TwoStreams.LEFT;
import static dev.sluice.semantics.TwoStreams.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader of the documentation expects of joins within bounds of time. */
class IntervalJoinsTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration FIVE = Duration.ofSeconds(5);

  /** The batch that arrives at a second; event times are seconds as well. */
  private static TwoStreams batch(TwoStreams run, int number, String... events) {
    for (String each : events) {
      String[] fields = each.split("[ @=]");
      String stream = fields[0].equals("left") ? LEFT : RIGHT;
      run.send(
          stream,
          100_000 + number * 1000L + 100,
          fields[1],
          Long.parseLong(fields[2]) * 1000,
          fields[3]);
    }
    return run;
  }

  private static TwoStreams fiveBatches(TwoStreams run) {
    batch(run, 1, "left a@10=1", "right a@9=x");
    batch(run, 2, "left b@12=2", "right a@20=y", "right a@21=z");
    batch(run, 3, "right a@15=w");
    batch(run, 4, "left d@20=3", "right b@29=v");
    return batch(run, 5, "left e@28=4");
  }

  @Test
  void pairsWithinTheBoundsMeetWheneverTheyCome() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(5_000, (left, right) -> left.joinWithin(right, NONE, TEN));

    assertThat(fiveBatches(run).outcome())
        .isEqualTo(Map.of("out-103000", List.of("(a,(1,y))"), "out-104000", List.of("(a,(1,w))")));
  }

  @Test
  void valueWithoutPartnerComesOnceWhenNoneCanComeAnyMore() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(
            5_000, (left, right) -> left.leftOuterJoinWithin(right, NONE, TEN));
    fiveBatches(run).run().advanceTo(Runs.at(110_000));

    assertThat(Runs.lines(run.run()))
        .isEqualTo(
            Map.of(
                "out-103000", List.of("(a,(1,Optional[y]))"),
                "out-104000", List.of("(a,(1,Optional[w]))"),
                "out-106000", List.of("(b,(2,Optional.empty))")));

    assertThat(run.outcome().values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(
            "(a,(1,Optional[y]))",
            "(a,(1,Optional[w]))",
            "(b,(2,Optional.empty))",
            "(d,(3,Optional.empty))",
            "(e,(4,Optional.empty))");
  }

  @Test
  void rightValuesWaitForTheirOwnBound() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(0, (left, right) -> left.rightOuterJoinWithin(right, FIVE, TEN));
    batch(run, 1, "right a@10=x");
    batch(run, 2, "left k@15=1", "right k@15=k");
    batch(run, 3, "left k@16=1", "right k@16=k");
    run.run().advanceTo(Runs.at(110_000));

    assertThat(Runs.lines(run.run()).get("out-103000")).containsExactly("(k,(Optional[1],k))");
    assertThat(Runs.lines(run.run()).get("out-104000"))
        .contains("(a,(Optional.empty,x))")
        .hasSize(4);
  }

  @Test
  void partnerAtTheWatermarkStillCountsAndOneBeforeItIsLate() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(0, (left, right) -> left.leftOuterJoinWithin(right, NONE, TEN));
    batch(run, 1, "left a@10=1", "left b@9=2", "right k@20=k", "left k@20=0");
    batch(run, 2, "right a@20=x", "right b@19=y", "right k@40=k", "left k@40=0");
    run.outcome();

    assertThat(Runs.lines(run.run()).get("out-102000"))
        .containsExactly("(b,(2,Optional.empty))", "(k,(0,Optional[k]))");
    assertThat(Runs.lines(run.run()).get("out-103000"))
        .contains("(a,(1,Optional[x]))")
        .noneMatch(row -> row.startsWith("(b"));
    assertThat(Runs.lines(run.run()).get("late/leftOuterJoinWithin-1-103000.csv"))
        .containsExactly(
            "1970-01-01T00:00:19Z,1970-01-01T00:00:19.001Z,1970-01-01T00:00:19Z,late,b,y");
  }

  @Test
  void boundsAreInclusiveOnBothSidesAndMayLieOnOneSideOfAValue() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(
            60_000, (left, right) -> left.joinWithin(right, TEN, FIVE.negated()));
    batch(run, 1, "left a@50=1", "right a@39=q", "right a@40=w", "right a@45=e", "right a@46=r");

    assertThat(run.outcome()).isEqualTo(Map.of("out-102000", List.of("(a,(1,e))", "(a,(1,w))")));
  }

  @Test
  void resultsComeInTheOrderOfTheLaterOneThenOfTheEarlierOne() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(
            60_000, (left, right) -> left.fullOuterJoinWithin(right, TEN, TEN));
    batch(run, 1, "left a@52=2", "left a@51=1", "left a@53=3");
    batch(run, 2, "right a@53=z", "right a@51=x", "right a@99=far", "left a@75=4");
    run.run().finish();

    assertThat(run.run().lines("out-103000"))
        .startsWith(
            "(a,(Optional[2],Optional[z]))",
            "(a,(Optional[1],Optional[z]))",
            "(a,(Optional[3],Optional[z]))",
            "(a,(Optional[2],Optional[x]))",
            "(a,(Optional[1],Optional[x]))",
            "(a,(Optional[3],Optional[x]))");
    assertThat(run.run().directories().stream().flatMap(each -> run.run().lines(each).stream()))
        .endsWith("(a,(Optional[4],Optional.empty))", "(a,(Optional.empty,Optional[far]))")
        .hasSize(8);
  }

  @Test
  void aStreamJoinsItself() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(0, (left, right) -> left.joinWithin(left, NONE, FIVE));
    batch(run, 1, "left a@10=1");
    batch(run, 2, "left a@15=2");

    assertThat(run.outcome())
        .isEqualTo(
            Map.of(
                "out-102000", List.of("(a,(1,1))"),
                "out-103000", List.of("(a,(1,2))", "(a,(2,2))")));
  }

  @Test
  void refusedResultIsADeadLetterAndTheOthersStand() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(
            60_000,
            (left, right) ->
                left.leftOuterJoinWithin(right, TEN, TEN)
                    .map(pair -> pair.value().key() + " " + 6 / (pair.value().key() - 2)));
    batch(run, 1, "left a@51=1", "left a@52=2", "left a@53=3");
    batch(run, 2, "right a@53=x", "left b@54=2", "left b@54=5");

    Map<String, List<String>> lines = run.outcome();
    assertThat(lines.get("out-103000")).contains("1 -6", "3 6");
    assertThat(
            lines.entrySet().stream()
                .filter(each -> each.getKey().startsWith("out-"))
                .flatMap(each -> each.getValue().stream()))
        .containsExactlyInAnyOrder("1 -6", "3 6", "5 2");
    assertThat(
            lines.entrySet().stream()
                .filter(each -> each.getKey().startsWith("dead-letter/leftOuterJoinWithin-1-"))
                .flatMap(each -> each.getValue().stream()))
        .hasSize(2)
        .anyMatch(row -> row.contains("a,(2,Optional[x])"))
        .anyMatch(row -> row.contains("b,(2,Optional.empty)"));
  }

  @Test
  void refusedResultHasNoEffectOnAnyBranch() {
    TwoStreams run =
        TwoStreams.timedJoinedBy(
            60_000,
            (left, right) -> {
              var pairs = left.joinWithin(right, TEN, TEN);
              pairs.saveAsTextFiles("all");
              return pairs.map(pair -> 6 / (pair.value().key() - 2));
            });
    batch(run, 1, "left a@51=1", "left a@52=2", "left a@53=3", "right a@53=x");

    assertThat(run.outcome().get("all-102000")).containsExactly("(a,(1,x))", "(a,(3,x))");
  }

  @Test
  void impossibleBoundsAndMissingEventTimeAreFaults() {
    for (Duration[] bounds :
        new Duration[][] {
          {TEN, TEN.negated().minusMillis(1)},
          {Duration.ofNanos(1), TEN},
          {TEN, Duration.ofDays(40_000)}
        }) {
      assertThatThrownBy(
              () ->
                  TwoStreams.timedJoinedBy(
                      0, (left, right) -> left.joinWithin(right, bounds[0], bounds[1])))
          .hasMessageContaining("SLUICE-P33 joinWithin-1: ");
    }
    assertThatThrownBy(() -> TwoStreams.joinedBy((left, right) -> left.joinWithin(right, TEN, TEN)))
        .hasMessageContaining("SLUICE-P21 joinWithin-1: ");
  }

  @Test
  void boundsAndSidesArePartsOfTheDigest() {
    assertThat(digest(TEN)).isEqualTo(digest(TEN)).isNotEqualTo(digest(FIVE));
  }

  private static String digest(Duration after) {
    return Plan.of(
            stream -> {
              var pairs =
                  Runs.events(stream)
                      .withEventTime(Event::time, NONE)
                      .mapToPair(e -> Pair.of(e.key(), e.value()), Codecs.string(), Codecs.int64());
              pairs.joinWithin(pairs, NONE, after).print();
            },
            Map.of())
        .digest();
  }
}
