package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.Source.Shard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link PullSource} must do for results to depend on its records alone. */
public abstract class PullSourceContract {
  private static final int ALL = 10_000;

  /** A source under test and what happens to it. */
  protected interface World {
    /** Another process's view of the same source. */
    PullSource source();

    /** Lets a record arrive in a lane, which may have come to be by that. */
    void arrive(String data) throws Exception;

    /**
     * Lets time pass without a record, so that the source can say that lanes were idle meanwhile.
     *
     * @return a moment before which all that has arrived has its stamp
     */
    long idle() throws Exception;
  }

  /** A source without records, ready for use. */
  protected abstract World emptySource() throws Exception;

  @Test
  void lanesHaveIdsOfTheirOwnThatLanesCanHave() throws Exception {
    World world = emptySource();
    world.arrive("a");
    List<String> ids = world.source().lanes().stream().map(Shard::id).toList();
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    ids.forEach(id -> Names.checkLane("shard/custom:name/" + id));
    assertThat(ids).allSatisfy(id -> assertThat(id).doesNotContain("/"));
  }

  @Test
  void positionsGrowAndLieBehindThatOfTheRead() throws Exception {
    World world = emptySource();
    for (int i = 0; i < 20; i++) {
      world.arrive("record " + i);
    }
    for (Shard lane : world.source().lanes()) {
      Position last = Position.START;
      for (PulledRecord each : all(world.source(), lane.id(), ALL)) {
        assertThat(each.position()).isGreaterThan(last);
        assertThat(each.end()).isGreaterThanOrEqualTo(each.position());
        last = each.end();
      }
    }
  }

  @Test
  void recordsAreTheSameInPiecesOfAnySizeAndForAnyProcess() throws Exception {
    World world = emptySource();
    TreeSet<String> arrived = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      world.arrive("record " + i);
      arrived.add("record " + i);
    }
    TreeSet<String> read = new TreeSet<>();
    for (Shard lane : world.source().lanes()) {
      List<String> whole = texts(all(world.source(), lane.id(), ALL));
      for (int pieces : List.of(1, 3, 7)) {
        assertThat(texts(all(world.source(), lane.id(), pieces))).isEqualTo(whole);
      }
      all(world.source(), lane.id(), ALL).forEach(each -> read.add(utf8(each)));
    }
    assertThat(read).isEqualTo(arrived);
  }

  @Test
  void recordThatHasBeenReadStaysAsItWas() throws Exception {
    World world = emptySource();
    world.arrive("a");
    String lane = laneOf(world, "a");
    List<String> before = texts(all(world.source(), lane, ALL));
    world.idle();
    world.arrive("b");
    assertThat(texts(all(world.source(), lane, ALL))).startsWith(before.toArray(String[]::new));
  }

  @Test
  void readBehindTheLastRecordGivesWhatComesNext() throws Exception {
    World world = emptySource();
    world.arrive("a");
    String lane = laneOf(world, "a");
    Position end = last(all(world.source(), lane, ALL)).end();
    assertThat(records(world.source().read(lane, end, ALL))).isEmpty();
    world.arrive("b");
    String next = laneOf(world, "b");
    Position from = next.equals(lane) ? end : Position.START;
    assertThat(utf8(last(all(world.source(), next, ALL, from)))).isEqualTo("b");
  }

  @Test
  void idleIsSaidOnlyUpToWhereNothingComesAnyMore() throws Exception {
    World world = emptySource();
    PullSource source = world.source();
    for (int i = 0; i < 5; i++) {
      world.arrive("record " + i);
      String lane = laneOf(world, "record " + i);
      Position end = last(all(source, lane, ALL)).end();
      long passed = world.idle();
      Optional<Long> until = idle(source, lane, end);
      assertThat(until).as("idle behind the last record, once time has passed").isPresent();
      assertThat(until.get()).isGreaterThanOrEqualTo(passed);
      world.arrive("next " + i);
      String next = laneOf(world, "next " + i);
      assertThat(last(all(source, next, ALL)).stampMillis())
          .as("stamp of what came after the lane was idle")
          .isGreaterThanOrEqualTo(until.get());
    }
  }

  @Test
  void laneThatWasNeverListedIsRefused() throws Exception {
    World world = emptySource();
    assertThatThrownBy(() -> world.source().read("no-such-lane", Position.START, 1))
        .hasMessageContaining("no-such-lane");
  }

  /** What the source says about idleness in a few reads: some cannot say it at the first. */
  private static Optional<Long> idle(PullSource source, String lane, Position after)
      throws Exception {
    for (int reads = 0; reads < 10; reads++) {
      if (source.read(lane, after, ALL) instanceof Pulled.Idle idle) {
        return Optional.of(idle.untilMillis());
      }
    }
    return Optional.empty();
  }

  private static String laneOf(World world, String data) throws Exception {
    for (Shard lane : world.source().lanes()) {
      for (PulledRecord each : all(world.source(), lane.id(), ALL)) {
        if (utf8(each).equals(data)) {
          return lane.id();
        }
      }
    }
    throw new AssertionError("no lane has the record '" + data + "' that has arrived");
  }

  private static List<PulledRecord> all(PullSource source, String lane, int pieces)
      throws Exception {
    return all(source, lane, pieces, Position.START);
  }

  /** Reads a lane as far as it goes; a read without records may come before others with some. */
  private static List<PulledRecord> all(PullSource source, String lane, int pieces, Position from)
      throws Exception {
    List<PulledRecord> all = new ArrayList<>();
    Position at = from;
    for (int empty = 0; empty < 3; ) {
      List<PulledRecord> some = records(source.read(lane, at, pieces));
      assertThat(some).hasSizeLessThanOrEqualTo(pieces);
      empty = some.isEmpty() ? empty + 1 : 0;
      all.addAll(some);
      at = some.isEmpty() ? at : last(some).end();
    }
    return all;
  }

  private static List<PulledRecord> records(Pulled pulled) {
    return pulled instanceof Pulled.Some some ? some.records() : List.of();
  }

  private static PulledRecord last(List<PulledRecord> records) {
    assertThat(records).isNotEmpty();
    return records.get(records.size() - 1);
  }

  private static List<String> texts(List<PulledRecord> records) {
    return records.stream()
        .map(each -> each.position() + " " + each.stampMillis() + " " + each.key() + utf8(each))
        .toList();
  }

  private static String utf8(PulledRecord record) {
    return new String(record.data(), StandardCharsets.UTF_8);
  }
}
