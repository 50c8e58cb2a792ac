package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.BatchInfo;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final BatchInfo FIRST = new BatchInfo(1_000, 0);
  private static final BatchInfo SECOND = new BatchInfo(2_000, 0);

  private final Calls calls = new Calls(new Trouble(Chances.NONE, Dice.of(1), line -> {}));

  @Test
  void aShareMayComeAgainAlsoBehindLaterOnes() {
    calls.take("sink", List.of("b", "a"), FIRST);
    calls.take("sink", List.of("c"), SECOND);
    calls.take("sink", List.of("b", "a"), FIRST);
    calls.take("sink", List.of("d"), new BatchInfo(1_000, 1));

    assertThat(calls.violations()).isEmpty();
    assertThat(calls.rows())
        .containsEntry(Calls.directory("sink", 1_000), List.of("a", "b", "d"))
        .containsEntry(Calls.directory("sink", 2_000), List.of("c"));
  }

  @Test
  void aShareThatComesAgainWithOtherRowsIsAViolation() {
    calls.take("sink", List.of("a", "b"), FIRST);
    calls.take("sink", List.of("b", "a"), FIRST);

    assertThat(calls.violations()).singleElement().asString().contains("and again with [b, a]");
  }

  @Test
  void aShareThatComesFirstBehindALaterOneIsAViolation() {
    calls.take("sink", List.of("c"), SECOND);
    calls.take("sink", List.of("a"), FIRST);

    assertThat(calls.violations()).singleElement().asString().contains("came behind");
  }

  @Test
  void aConnectionIsNotUsedOnceItIsClosed() {
    Connection connection = calls.connect("sink");
    connection.take(List.of("a"), FIRST);
    connection.close();
    connection.take(List.of("b"), SECOND);

    assertThat(calls.violations()).singleElement().asString().contains("no good any more");
  }

  @Test
  void whatIsPutTogetherOfTwoListingsIsNone() {
    String one = new String(new Listing().file(List.of("a", "b")), StandardCharsets.UTF_8);

    assertThat(Contents.rows("x-1.listing/part-00000", one)).containsExactly("a", "b");
    assertThat(Contents.rows("x-1.listing/part-00000", one + one)).hasSizeGreaterThan(4);
  }
}
