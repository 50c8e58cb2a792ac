package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Tables;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryTables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.TableSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(10),
          1,
          Duration.ofSeconds(4),
          EngineSettings.DEFAULT_ENTRY_LIFETIME,
          1);

  private final Plan plan =
      Plan.of(
          stream -> {
            stream.broadcast("t", lines -> Integer.parseInt(lines.get(0)));
            stream.kinesis("s", Decoder.utf8()).saveAsTextFiles("out");
          },
          Map.of());
  private final MemoryClock clock = new MemoryClock(Instant.ofEpochSecond(100));
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryTables tables = new MemoryTables();
  private final Announcer announcer = announcer(tables);

  private Announcer announcer(TableSource source) {
    Ports ports =
        new Ports(null, null, spills, null, clock, null, null, metrics, null).with(source);
    return new Announcer(plan, SETTINGS, ports, new Tables(plan, spills), () -> 0, () -> 0);
  }

  private static ControlEntry nothing() {
    return ControlEntry.nothing("graph", 10_000, 1, 0, 0);
  }

  private static ControlEntry next(ControlEntry head) {
    return head.next(head.lanes(), head.drained(), head.counters(), 0);
  }

  private static String digest(String line) {
    return Tables.digest((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private ControlEntry begin() {
    tables.put("t", List.of("1"));
    announcer.look(-1, true);
    return announcer.begin(nothing());
  }

  @Test
  void firstVersionHoldsFromTheBeginningAndIntervalsUpToTheNextAreFixed() {
    Announcements first = begin().announced();

    assertThat(first.horizon()).isEqualTo(11); // 100 s and 4 s of skew are in 10
    assertThat(first.versions().get("t"))
        .containsExactly(new Announcements.Version(Long.MIN_VALUE, digest("1"), 2));
    assertThat(spills.list("")).containsExactly("keep/broadcast/t/" + digest("1"));
  }

  @Test
  void nextIntervalIsFixedInTimeForClocksThatAreAhead() {
    ControlEntry first = begin();
    announcer.follow(0);
    clock.set(Instant.ofEpochMilli(105_999));
    assertThat(announcer.wants(first, 0)).isFalse();
    clock.set(Instant.ofEpochMilli(106_000));
    assertThat(announcer.wants(first, 0)).isTrue();
    assertThat(announcer.announce(first, next(first), 0).announced().horizon()).isEqualTo(12);
  }

  @Test
  void changeHoldsBehindWhatWasFixedAndBehindNow() {
    ControlEntry first = begin();
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    assertThat(announcer.wants(first, 0)).isTrue();
    assertThat(announcer.announce(first, next(first), 0).announced().newest("t"))
        .isEqualTo(new Announcements.Version(12, digest("2"), 2));

    clock.set(Instant.ofEpochSecond(300));
    assertThat(announcer.announce(first, next(first), 0).announced().newest("t").from())
        .isEqualTo(31);
  }

  /** Somebody whose clock was right moved idle lanes on, and died. */
  @Test
  void changeHoldsBehindTheNewestBorderThoughAllClocksAreBehindIt() {
    ControlEntry first = begin();
    Border border = new Border(20, new long[0], new BitSet(), List.of());
    ControlEntry second = next(first).withBorders(List.of(border));
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    assertThat(announcer.announce(second, next(second), 0).announced().newest("t").from())
        .isEqualTo(21);
  }

  @Test
  void changeIsFixedByTheNextEntryOnlyAndKeptBeforeThat() {
    ControlEntry first = begin();
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    ControlEntry second = announcer.settle(first, announcer.announce(first, next(first), 0));
    assertThat(second.announced().horizon()).isEqualTo(11);
    assertThat(spills.list("checkpoints/")).isEmpty();
    tables.put("t", List.of("3"));
    announcer.look(1, false);
    clock.advance(Duration.ofSeconds(10));
    assertThat(announcer.wants(second, 1)).isTrue();

    ControlEntry third = announcer.settle(second, announcer.announce(second, next(second), 1));
    assertThat(third.announced().horizon()).isEqualTo(12);
    assertThat(third.announced().newest("t")).isEqualTo(second.announced().newest("t"));
    assertThat(spills.list("checkpoints/")).hasSize(1);
    assertThat(announcer.wants(third, 2)).as("the third content").isFalse();
    announcer.look(2, false);
    assertThat(announcer.wants(third, 2)).isTrue();
  }

  @Test
  void whatFollowedIsTakenUpWhereItHeldOnlyIfThatIsNotFixedOtherwise() {
    ControlEntry first = begin();
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    ControlEntry second = announcer.announce(first, next(first), 0);
    announcer.settle(second, next(second));

    ControlEntry again = announcer(tables).settle(first, next(first));
    assertThat(again.announced().newest("t")).isEqualTo(second.announced().newest("t"));
    ControlEntry further = first.announcing(first.announced().upTo(12));
    assertThat(announcer(tables).settle(further, next(further)).announced())
        .isEqualTo(further.announced());
  }

  @Test
  void whatWasFoundBeforeSomebodyElseAnnouncedIsNotAnnouncedOverIt() {
    ControlEntry first = begin();
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    Announcer other = announcer(tables);
    tables.put("t", List.of("3"));
    other.look(0, false);
    ControlEntry second = other.announce(first, next(first), 0);
    assertThat(second.announced().newest("t").digest()).isEqualTo(digest("3"));

    assertThat(announcer.wants(second, 1)).isFalse();
    assertThat(announcer.announce(second, next(second), 1).announced())
        .isEqualTo(second.announced());
    announcer.look(1, false);
    assertThat(announcer.wants(second, 1)).isFalse();
  }

  @Test
  void whatWasFoundStaysGoodBehindEntriesOfOnesOwn() {
    ControlEntry first = begin();
    tables.put("t", List.of("2"));
    announcer.look(0, false);
    announcer.follow(1);

    assertThat(announcer.wants(first, 1)).isTrue();
  }

  @Test
  void changesWaitWhereLanesAreFarBehind() {
    ControlEntry head = begin();
    for (int n = 2; n <= Announcer.MAX_VERSIONS + 1; n++) {
      tables.put("t", List.of("" + n));
      clock.advance(Duration.ofSeconds(20));
      announcer.look(n, false);
      head = announcer.announce(head, next(head), n);
      head = announcer.announce(head, next(head), n); // which fixes what that has announced
    }

    assertThat(head.announced().versions().get("t")).hasSize(Announcer.MAX_VERSIONS);
    assertThat(head.announced().newest("t").digest()).isEqualTo(digest("1000"));
  }

  @Test
  void sourceThatDoesNotAnswerHoldsUpTheBeginningOnly() {
    TableSource silent =
        new TableSource() {
          @Override
          public Look look(String name, String seen) {
            throw new StoreUnavailableException("silent", null);
          }

          @Override
          public void refused(String name, String why) {}
        };
    ControlEntry first = begin();
    Announcer deaf = announcer(silent);

    assertThatThrownBy(() -> deaf.look(-1, true)).isInstanceOf(StoreUnavailableException.class);
    deaf.look(0, false);
    assertThat(deaf.wants(first, 0)).isFalse();
    assertThat(metrics.value("coordinator.failed_table_looks")).isEqualTo(1);
  }

  @Test
  void whatCannotBeUsedIsSaidOnce() {
    begin();
    tables.put("t", List.of("x"));
    announcer.look(0, false);
    announcer.look(0, false);
    tables.remove("t");
    announcer.look(0, false);
    announcer.look(0, false);
    tables.put("t", new byte[] {-1});
    announcer.look(0, false);

    assertThat(tables.refusals())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("t: it cannot be read: java.lang.NumberFormatException");
    assertThat(tables.refusals().get(1)).startsWith("t: it is missing");
    assertThat(tables.refusals().get(2)).startsWith("t: it is not text in UTF-8");
    assertThat(metrics.value("coordinator.refused_tables")).isEqualTo(3);
  }
}
