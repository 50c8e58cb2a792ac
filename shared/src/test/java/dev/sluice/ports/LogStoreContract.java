package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LogStore} must do. */
public abstract class LogStoreContract {
  private static final String LANE = "shard/0";
  private static final Append APPENDED = new Append.Appended();
  private static final Append LOST = new Append.Lost();

  private LogStore log;

  /** A log without entries. */
  protected abstract LogStore emptyLog() throws Exception;

  @BeforeEach
  void openLog() throws Exception {
    log = emptyLog();
  }

  @Test
  void laneWithoutEntriesHasNoHeadAndReadsEmpty() {
    assertThat(log.head(LANE)).isEmpty();
    assertThat(log.read(LANE, 0, 10)).isEmpty();
  }

  @Test
  void firstPutOfANumberWinsAndOthersLose() {
    assertThat(append(0, "mine")).isEqualTo(APPENDED);
    assertThat(append(0, "yours")).isEqualTo(LOST);
    assertThat(append(0, "min")).isEqualTo(LOST);
    assertThat(append(0, "")).isEqualTo(LOST);
    assertThat(append(0, "mine and more")).isEqualTo(LOST);
    assertThat(texts(log.read(LANE, 0, 10))).containsExactly("0=mine");
  }

  @Test
  void ownBytesFoundInPlaceCountAsAppended() {
    append(0, "first");
    append(1, "mine");
    append(2, "mine");
    assertThat(append(1, "mine")).isEqualTo(APPENDED);
    assertThat(texts(log.read(LANE, 0, 10))).containsExactly("0=first", "1=mine", "2=mine");
  }

  @Test
  void emptyEntryIsAnEntry() {
    assertThat(append(0, "")).isEqualTo(APPENDED);
    assertThat(append(0, "")).isEqualTo(APPENDED);
    assertThat(append(0, "x")).isEqualTo(LOST);
    assertThat(texts(log.head(LANE).stream().toList())).containsExactly("0=");
  }

  @Test
  void eightRacersHaveOneWinnerPerNumberAndOnlyItsBytesShow() throws Exception {
    int numbers = 20;
    int racers = 8;
    List<List<Append>> answers =
        Race.of(
            racers,
            racer ->
                LongStream.range(0, numbers).mapToObj(n -> append(n, n + " by " + racer)).toList());
    List<String> winners = new ArrayList<>();
    for (int n = 0; n < numbers; n++) {
      for (int racer = 0; racer < racers; racer++) {
        Append answer = answers.get(racer).get(n);
        assertThat(answer).isIn(APPENDED, LOST);
        if (answer.equals(APPENDED)) {
          winners.add(n + "=" + n + " by " + racer);
        }
      }
    }
    assertThat(texts(log.read(LANE, 0, 100))).isEqualTo(winners).hasSize(numbers);
  }

  @Test
  void eightRacersWithTheSameBytesAllAppend() throws Exception {
    assertThat(Race.of(8, racer -> append(7, "same"))).containsOnly(APPENDED);
    assertThat(texts(log.read(LANE, 0, 10))).containsExactly("7=same");
  }

  @Test
  void headIsTheGreatestNumberNotTheLastPut() {
    append(9, "nine");
    append(10, "ten");
    append(2, "two");
    assertThat(texts(log.head(LANE).stream().toList())).containsExactly("10=ten");
  }

  @Test
  void numbersAreOrderedAsNumbersUpToTheGreatest() {
    List<Long> numbers = List.of(0L, 9L, 10L, 99L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE);
    for (long number : numbers) {
      append(number, "n");
    }
    assertThat(log.read(LANE, 0, 10).stream().map(LogEntry::number)).isEqualTo(numbers);
    assertThat(log.head(LANE).orElseThrow().number()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void readBeginsAtItsNumberAndEndsAtItsLimit() {
    for (int n = 0; n < 6; n++) {
      append(n, "e" + n);
    }
    assertThat(texts(log.read(LANE, 0, 2))).containsExactly("0=e0", "1=e1");
    assertThat(texts(log.read(LANE, 2, 1))).containsExactly("2=e2");
    assertThat(texts(log.read(LANE, 4, 2))).containsExactly("4=e4", "5=e5");
    assertThat(texts(log.read(LANE, 4, Integer.MAX_VALUE))).containsExactly("4=e4", "5=e5");
    assertThat(log.read(LANE, 6, 2)).isEmpty();
    assertThat(log.read(LANE, Long.MAX_VALUE, 2)).isEmpty();
  }

  @Test
  void missingEntryShowsAsAGap() {
    append(0, "e0");
    append(1, "e1");
    append(3, "e3");
    assertThat(texts(log.read(LANE, 1, 10))).containsExactly("1=e1", "3=e3");
    assertThat(texts(log.read(LANE, 2, 1))).containsExactly("3=e3");
  }

  @Test
  void largestEntryIsKeptAndALargerOneIsRefusedWithoutATrace() {
    byte[] largest = noise(LogStore.MAX_ENTRY_BYTES, 1);
    byte[] larger = noise(LogStore.MAX_ENTRY_BYTES + 1, 2);
    String longestName = "x".repeat(Names.MAX_LANE_CHARS);
    assertThat(log.append(longestName, Long.MAX_VALUE - 1, largest, later())).isEqualTo(APPENDED);
    assertThat(log.append(longestName, Long.MAX_VALUE, larger, later()))
        .isEqualTo(new Append.TooLarge(larger.length, LogStore.MAX_ENTRY_BYTES));
    LogEntry head = log.head(longestName).orElseThrow();
    assertThat(head.number()).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(head.bytes()).isEqualTo(largest);
  }

  @Test
  void largeEntriesAreReadAcrossPages() {
    int count = 8;
    int size = 390_000;
    for (int n = 0; n < count; n++) {
      log.append(LANE, n, noise(size, n), Instant.MAX);
    }
    List<LogEntry> all = log.read(LANE, 0, 100);
    assertThat(all.stream().map(LogEntry::number)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    for (int n = 0; n < count; n++) {
      assertThat(all.get(n).bytes()).isEqualTo(noise(size, n));
    }
    assertThat(log.read(LANE, 1, 6).stream().map(LogEntry::number))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void lanesWithSimilarNamesAreApart() {
    List<String> lanes =
        List.of(
            "a", "A", "a/", "a/1", "a#1", "a-1", "a_1", "a.1", "a!1", "a:1", "a#lane#b", "aa", "0");
    for (String lane : lanes) {
      assertThat(log.append(lane, 0, utf8(lane), Instant.MAX)).isEqualTo(APPENDED);
    }
    for (String lane : lanes) {
      assertThat(texts(log.read(lane, 0, 10))).containsExactly("0=" + lane);
    }
  }

  @Test
  void everyAllowedCharacterIsTakenAndOthersAreRefused() {
    String all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.#!:";
    assertThat(log.append(all, 0, utf8("x"), Instant.MAX)).isEqualTo(APPENDED);
    assertThat(texts(log.head(all).stream().toList())).containsExactly("0=x");
    for (String bad : List.of("", " ", "a b", "ä", "a;b", "a\n", "x".repeat(1025))) {
      assertThatThrownBy(() -> log.append(bad, 0, utf8("x"), Instant.MAX))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lane");
      assertThatThrownBy(() -> log.head(bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> log.read(bad, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void negativeNumbersAndLimitsBelowOneAreRefused() {
    assertThatThrownBy(() -> append(-1, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.read(LANE, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log.read(LANE, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(log.head(LANE)).isEmpty();
  }

  @Test
  void entryKeepsItsBytesWhenTheCallersArrayChanges() {
    byte[] mine = utf8("before");
    log.append(LANE, 0, mine, Instant.MAX);
    Arrays.fill(mine, (byte) '?');
    assertThat(texts(log.read(LANE, 0, 1))).containsExactly("0=before");
  }

  @Test
  void everyByteValueComesBack() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    log.append(LANE, 0, all, Instant.MAX);
    assertThat(log.head(LANE).orElseThrow().bytes()).isEqualTo(all);
  }

  private Append append(long number, String text) {
    return log.append(LANE, number, utf8(text), Instant.MAX);
  }

  private static Instant later() {
    return Instant.parse("2100-01-01T00:00:00.001Z");
  }

  private static List<String> texts(List<LogEntry> entries) {
    return entries.stream()
        .map(e -> e.number() + "=" + new String(e.bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int size, int seed) {
    byte[] bytes = new byte[size];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }
}
