package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.examples.Apps;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {
  private static final String EARLY = "2026-03-10T09:00:01Z,/early,1";
  private static final String LATE = "2026-03-10T09:00:09Z,/late,1";
  @TempDir Path scratch;

  private static LineTimes times(String app) {
    Plan plan = Plan.of(Apps.byName().get(app).get(), Map.of());
    return new LineTimes(plan, plan.streams().get(0));
  }

  private Input open(boolean whole, boolean byTime, String... lines) throws IOException {
    Path file = Files.write(scratch.resolve("clicks.txt"), List.of(lines));
    return Input.open(file.toString(), times("clicks"), whole, byTime);
  }

  private static List<String> rest(Input input) {
    List<String> lines = new ArrayList<>();
    input.lines().forEachRemaining(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
    return lines;
  }

  @Test
  void linesAreSortedByEventTimeAndBrokenOnesStayBehindTheLineBeforeThem() throws IOException {
    Input input = open(false, true, LATE, "broken", EARLY);
    assertThat(input.count()).hasValue(3);
    assertThat(rest(input)).containsExactly(EARLY, LATE, "broken");
  }

  @Test
  void aWholeInputKnowsItsNewestTimeAndKeepsItsOrder() throws IOException {
    Input input = open(true, false, LATE, EARLY);
    assertThat(input.newestMillis()).hasValue(Instant.parse("2026-03-10T09:00:09Z").toEpochMilli());
    assertThat(rest(input)).containsExactly(LATE, EARLY);
  }

  @Test
  void linesWithoutTimesHaveNoNewest() throws IOException {
    assertThat(open(true, false, "broken").newestMillis()).isEmpty();
  }

  @Test
  void sortingNeedsEventTime() {
    assertThatThrownBy(() -> Input.open("-", times("word-count"), false, true))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("leave --by-time out");
  }

  @Test
  void aMissingFileAndADirectoryAreNamed() {
    assertThatThrownBy(
            () -> Input.open(scratch.resolve("no").toString(), times("clicks"), false, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> Input.open(scratch.toString(), times("clicks"), false, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void whatWasSentBeforeIsSkipped() throws IOException {
    Input input = open(false, false, EARLY, LATE);
    input.skip(1, new SentLines(Optional.empty()));
    assertThat(rest(input)).containsExactly(LATE);
  }

  private Input growing(String text) throws IOException {
    Path file = Files.writeString(scratch.resolve("clicks.txt"), text);
    return Input.open(file.toString(), times("clicks"), false, false, true);
  }

  @Test
  void halfALineIsLeftToTheNextRunUnlessARunHasSentItAsOne() throws IOException {
    Input unended = growing(EARLY + "\n" + LATE);
    assertThat(rest(unended)).containsExactly(EARLY);
    assertThat(unended.rest().get()).isPresent();

    Input sent = growing(EARLY + "\n" + LATE);
    sent.skip(2, new SentLines(Optional.empty()));
    assertThat(rest(sent)).isEmpty();
    assertThat(sent.rest().get()).as("nothing is left").isEmpty();

    Input other = growing(EARLY + "\n" + LATE);
    assertThatThrownBy(() -> other.skip(3, new SentLines(Optional.empty())))
        .hasMessageContaining("has 1 lines, and 3 were sent");
  }

  @Test
  void anInputShorterThanWhatWasSentIsAnotherOne() throws IOException {
    Input input = open(false, false, EARLY, LATE);
    assertThatThrownBy(() -> input.skip(3, new SentLines(Optional.empty())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has 2 lines, and 3 were sent");
  }

  @Test
  void timesAreFoundInTheAppItself() {
    assertThat(times("clicks").of(EARLY.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(OptionalLong.of(Instant.parse("2026-03-10T09:00:01Z").toEpochMilli()));
    assertThat(
            times("oil-pumps").of("A,3/10/14,1:01,1,1,1,1,85,1".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(OptionalLong.of(Instant.parse("2014-03-10T01:01:00Z").toEpochMilli()));
    assertThat(times("clicks").of(new byte[] {-1})).isEmpty();
    assertThat(times("word-count").any()).isFalse();
  }

  @Test
  void timesOfLinesAreFoundThoughTheAppTakesBatchesOfAnotherTime() {
    Instant day = Instant.parse("2026-03-10T00:00:00Z");
    Plan plan =
        Plan.of(
            stream ->
                stream
                    .kinesis("times", Decoder.utf8())
                    .slice(day, day.plusSeconds(86_400))
                    .map(Instant::parse)
                    .withEventTime(time -> time, Duration.ZERO)
                    .print(),
            Map.of());
    LineTimes times = new LineTimes(plan, "times");
    assertThat(times.of("2026-03-10T09:00:00Z".getBytes(StandardCharsets.UTF_8)))
        .hasValue(Instant.parse("2026-03-10T09:00:00Z").toEpochMilli());
  }

  @Test
  void lineThatNoParserGetsThroughHasNoTimeAndIsKept() {
    Plan plan =
        Plan.of(
            stream ->
                stream
                    .kinesis("times", Decoder.utf8())
                    .map(Endless::parse)
                    .withEventTime(time -> time, Duration.ZERO)
                    .print(),
            Map.of());
    LineTimes times = new LineTimes(plan, "times");
    assertThat(times.of("endless".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  /** As a pattern with many branches on a long line. */
  private static final class Endless {
    static Instant parse(String line) {
      throw new StackOverflowError(line);
    }
  }

  @Test
  void otherLinesThanThoseThatWereSentAreNoticed() throws IOException {
    SentLines first = sent("one", "two", "three");
    first.keep();
    sent("one", "two", "three", "four");
    sent("one", "tow"); // as far as was noted nothing can be said yet
    assertThatThrownBy(() -> sent("one", "tow", "three"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("lines.txt is not the input that was sent before")
        .hasMessageContaining("its first 3 lines are others");
    assertThatThrownBy(() -> sent("onet", "wo", "three")).isInstanceOf(UserException.class);
  }

  private SentLines sent(String... lines) {
    SentLines sent = new SentLines(Optional.of(scratch));
    for (String line : lines) {
      sent.add(line.getBytes(StandardCharsets.UTF_8), "lines.txt");
    }
    return sent;
  }
}
