package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stage that is retired and comes back long after, empty. Nobody has renewed its lanes meanwhile,
 * and what they had expires bit by bit.
 */
class ReturnedStageTest {
  private static final Plan FORTH = plan(true);
  private static final Plan BACK = plan(false);

  private final Rig rig = new Rig(1, 1);
  private Engine first;

  private static Plan plan(boolean counts) {
    StreamApp app =
        stream -> {
          PairDStream<String, Long> sums = GrownApp.sums(stream);
          if (!counts) {
            stream.retired("total", "updateStateByKey-1");
            return;
          }
          sums.mapToPair(p -> Pair.of("all", p.value()), TestCodecs.STRING, TestCodecs.LONG)
              .<Long>updateStateByKey(
                  (more, sum) ->
                      Optional.of(sum.orElse(0L) + more.stream().mapToLong(v -> v).sum()),
                  TestCodecs.LONG)
              .saveAsTextFiles("total");
        };
    return Plan.of(app, Map.of());
  }

  private Engine process(Plan plan) {
    return new Engine(plan, rig.settings, rig.ports(rig.log));
  }

  private void batch(Engine process) {
    rig.put("k", 1);
    rig.deliverAll(process);
    rig.clock.advance(Duration.ofSeconds(2));
    process.coordinator().run();
  }

  private void sleep(int minutes) {
    for (int some = minutes; some > 0; some -= 10) {
      rig.sleep(Duration.ofMinutes(Math.min(some, 10)));
      process(BACK).coordinator().run();
    }
  }

  /** Three batches are counted: at minutes 0, 7 and 14. Then the stage is retired. */
  @BeforeEach
  void countAndRetire() {
    first = process(FORTH);
    first.coordinator().run();
    batch(first);
    for (int i = 0; i < 2; i++) {
      rig.sleep(Duration.ofMinutes(7));
      batch(first);
    }
    assertThat(newest()).isEqualTo("(all,3)\n");
    process(BACK).coordinator().run();
  }

  private List<String> totals() {
    return rig.outputs.list("total-");
  }

  private String newest() {
    String name =
        totals().stream().filter(each -> each.contains("/part")).reduce((a, b) -> b).get();
    return new String(rig.outputs.get(name).orElseThrow(), StandardCharsets.UTF_8);
  }

  private void assertCountsAnew(Engine process) {
    for (int count = 1; count <= 3; count++) {
      batch(process);
      assertThat(newest()).isEqualTo("(all," + count + ")\n");
    }
    rig.finish(process);
    assertThat(totals().stream().filter(each -> each.contains("/part")))
        .allSatisfy(
            part ->
                assertThat(totals()).contains(part.substring(0, part.indexOf('/')) + "/_SUCCESS"));
  }

  /** Its lanes could not be read, and later on began again with numbers that others pointed to. */
  @Test
  void lanesWhoseFirstEntriesAreGoneBeginBehindTheOthers() {
    sleep(48); // the entry of minute 0 is gone, the last one is not
    assertThat(rig.log.read("bucket/2/0", 0, 1)).allMatch(each -> each.number() > 0);
    assertThat(rig.log.read("bucket/2/0", 0, 1)).isNotEmpty();
    batch(process(BACK));
    Engine again = process(FORTH);
    again.coordinator().run();
    assertThat(rig.log.read("bucket/2/0", 0, 9)).hasSizeGreaterThan(1);
    assertCountsAnew(again);
  }

  @Test
  void lanesOfWhichAllIsGoneBeginAnew() {
    sleep(90);
    assertThat(rig.log.head("bucket/2/0")).isEmpty();
    batch(process(BACK));
    Engine again = process(FORTH);
    again.coordinator().run();
    assertCountsAnew(again);
  }

  /** It took its own entries of before for those that had the same numbers since. */
  @Test
  void processThatHasSleptMeanwhileDoesNotKnowLanesThatBeganAnew() {
    sleep(90);
    batch(process(BACK));
    Engine again = process(FORTH);
    again.coordinator().run();
    for (int i = 0; i < 2; i++) {
      batch(again);
    }
    assertThat(newest()).isEqualTo("(all,2)\n");
    batch(first);
    assertThat(newest()).isEqualTo("(all,3)\n");
    rig.finish(first);
  }
}
