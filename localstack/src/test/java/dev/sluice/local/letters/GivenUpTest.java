package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.packed.Packer;
import dev.sluice.engine.transform.InRecord;
import dev.sluice.engine.transform.Transform;
import dev.sluice.local.letters.GivenUp.Fate;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of records that a mapping gave up, beside what functions have really seen. */
@Tag("seeded")
class GivenUpTest {
  private static final String STREAM = "lines";
  private static final Duration LIFETIME = Duration.ofHours(2);

  private final MemoryClock clock = new MemoryClock(Instant.parse("2026-05-01T00:00:00Z"));
  private final CountingMetrics metrics = new CountingMetrics();
  private final MemoryLog log = new MemoryLog(clock, metrics);
  private final MemoryStream stream = new MemoryStream(STREAM, 1);
  private final MemoryObjects spills = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();
  private final Set<String> seen = new HashSet<>();
  private final String shard = stream.shards(STREAM).get(0).id();
  private final List<List<Letter>> letters = new ArrayList<>();
  private Engine process = process();
  private Position mapping = Position.START;
  private int number;

  private Engine process() {
    Plan plan =
        Plan.of(
            context ->
                context
                    .kinesis(STREAM, Decoder.utf8())
                    .map(
                        line -> {
                          seen.add(line);
                          return line;
                        })
                    .saveAsTextFiles("lines"),
            Map.of());
    EngineSettings settings =
        new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, LIFETIME, 1);
    Ports ports =
        new Ports(
            log,
            new MemoryObjects(metrics),
            spills,
            stream,
            clock,
            ids,
            new Nobody(),
            metrics,
            text -> {});
    return new Engine(plan, settings, ports);
  }

  /** Records that pack others now and then, each with lines that nobody else has. */
  private void put(int count, Random random) {
    for (int i = 0; i < count; i++) {
      put(random.nextInt(5) == 0 ? 40 : 1 + random.nextInt(3));
    }
  }

  private void put(int lines) {
    clock.advance(Duration.ofMillis(10));
    List<Packer.Input> packed = new ArrayList<>();
    for (int line = 0; line < lines; line++) {
      byte[] data = ("line-" + number++).getBytes(StandardCharsets.UTF_8);
      packed.add(new Packer.Input("k", null, data));
    }
    byte[] data = lines == 1 ? packed.get(0).data() : new Packer(1).pack(packed);
    MemoryRecord record = stream.put("k", data, clock.nowMillis()).record();
    letters.add(new Unpacking(Optional.empty()).unpack(letter(record.sequence(), data)));
  }

  private Letter letter(String sequence, byte[] data) {
    String lane = STREAM + "/" + shard;
    return new Letter(
        lane + "/" + sequence,
        STREAM,
        true,
        lane,
        sequence,
        "object",
        Instant.EPOCH,
        Optional.empty(),
        "RetryAttemptsExhausted",
        Optional.of("k"),
        data);
  }

  private List<MemoryRecord> next() {
    List<MemoryRecord> records = stream.read(shard, mapping, 10_000);
    mapping = Position.of(records.get(records.size() - 1).sequence());
    return records;
  }

  /** Delivers what is next in the stream, in calls of a few records. */
  private void deliver(Random random) {
    List<MemoryRecord> records = next();
    while (!records.isEmpty()) {
      int some = 1 + random.nextInt(records.size());
      List<InRecord> call = call(records.subList(0, some));
      while (call.size() > 0) {
        boolean inTime = random.nextInt(3) > 0; // else it ends inside of what packs many
        Transform.Outcome outcome = process.transform().apply(STREAM, shard, call, () -> inTime);
        String open = outcome.firstOpen().map(Position::sequence).orElse("");
        call =
            open.isEmpty()
                ? List.of()
                : call.stream()
                    .dropWhile(each -> !each.position().sequence().equals(open))
                    .toList();
      }
      records = records.subList(some, records.size());
    }
    clock.advance(Duration.ofMillis(300));
    process.coordinator().run();
  }

  private static List<InRecord> call(List<MemoryRecord> records) {
    return records.stream().map(GivenUpTest::in).toList();
  }

  private static InRecord in(MemoryRecord each) {
    return new InRecord(
        Position.of(each.sequence()), each.stampMillis(), each.partitionKey(), each.data());
  }

  private Fate fate(Letter letter) {
    return new GivenUp(log, this::read).fate(letter);
  }

  /** Of a record, whose lines have the same. */
  private Fate fate(List<Letter> lines) {
    Set<Fate> fates = new HashSet<>();
    lines.forEach(each -> fates.add(fate(each)));
    assertThat(fates).hasSize(1);
    return fates.iterator().next();
  }

  private ShardRecords.Found read(String name, String of, Position from, Position to) {
    assertThat(name + "/" + of).isEqualTo(STREAM + "/" + shard);
    List<PulledRecord> found = new ArrayList<>();
    for (MemoryRecord each : stream.read(shard, Position.START, 10_000)) {
      Position at = Position.of(each.sequence());
      if (at.compareTo(Position.of(from.sequence())) >= 0
          && at.compareTo(Position.of(to.sequence())) <= 0) {
        found.add(new PulledRecord(at, each.stampMillis(), each.partitionKey(), each.data()));
      }
    }
    String last = found.isEmpty() ? "" : found.get(found.size() - 1).position().sequence();
    return new ShardRecords.Found(found, last.equals(to.sequence()));
  }

  private boolean isSeen(Letter letter) {
    return seen.contains(new String(letter.data(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyRecordHasTheFateThatFunctionsHaveGivenIt(long seed) {
    Random random = new Random(seed);
    process.coordinator().run();
    put(2, random);
    deliver(random);
    for (int batch = 0; batch < 30; batch++) {
      put(1 + random.nextInt(6), random);
      switch (random.nextInt(4)) {
        case 0 -> next(); // given up
        case 1 -> {
          process = process(); // which reads what no call has brought
          deliver(random);
        }
        default -> deliver(random);
      }
    }
    put(3, random);
    next(); // the last ones are given up: the lane stands before them
    Position end = lane();
    GivenUp givenUp = new GivenUp(log, this::read);
    List<Letter> all = letters.stream().flatMap(List::stream).toList();
    for (Letter each : all) {
      Fate expected =
          isSeen(each)
              ? Fate.TAKEN
              : each.at().compareTo(end) > 0 ? Fate.WAITING : Fate.PASSED_OVER;
      assertThat(givenUp.fate(each)).as(each.position()).isEqualTo(expected);
      assertThat(fate(each)).as("asked alone").isEqualTo(expected);
    }
    assertThat(letters.stream().map(this::fate)).contains(Fate.TAKEN, Fate.WAITING);

    List<Long> stamps =
        stream.read(shard, Position.START, 10_000).stream().map(MemoryRecord::stampMillis).toList();
    for (int record = 0; record < stamps.size(); record += 3) {
      stream.expire(stamps.get(record));
      for (Letter each : all) {
        Fate fate = fate(each);
        if (fate != Fate.UNKNOWN) {
          assertThat(fate == Fate.TAKEN).as(each.id()).isEqualTo(isSeen(each));
        }
      }
    }
  }

  private Position lane() {
    byte[] head = log.head(Lanes.shard(STREAM, shard)).orElseThrow().bytes();
    return ShardEntry.decode(head).position();
  }

  @Test
  void whatWasGivenUpAndNotNoticedIsPassedOver() {
    Random random = new Random(1);
    process.coordinator().run();
    put(2, random);
    deliver(random);
    put(2, random);
    next(); // given up
    put(2, random);
    deliver(random);
    assertThat(letters.stream().map(this::fate))
        .containsExactly(
            Fate.TAKEN, Fate.TAKEN, Fate.PASSED_OVER, Fate.PASSED_OVER, Fate.TAKEN, Fate.TAKEN);
  }

  @Test
  void ofAnAggregateThatWasGivenUpInTheMiddleTheRestIsPassedOver() {
    process.coordinator().run();
    put(1);
    Engine trusting = process();
    Transform.Outcome first = trusting.transform().apply(STREAM, shard, call(next()), () -> true);
    assertThat(first.firstOpen()).isEmpty();
    put(40);
    Transform.Outcome half = process.transform().apply(STREAM, shard, call(next()), () -> false);
    assertThat(half.firstOpen()).as("it ends inside").isPresent(); // and is given up
    put(1);
    trusting.transform().apply(STREAM, shard, call(next()), () -> true);
    Set<Fate> fates = new HashSet<>();
    GivenUp givenUp = new GivenUp(log, this::read);
    for (Letter each : letters.get(1)) {
      fates.add(givenUp.fate(each));
      assertThat(givenUp.fate(each) == Fate.TAKEN).as(each.id()).isEqualTo(isSeen(each));
    }
    assertThat(fates).containsExactlyInAnyOrder(Fate.TAKEN, Fate.PASSED_OVER);
  }

  @Test
  void restOfAnAggregateInWhichALaneHasEndedIsPassedOver() {
    process.coordinator().run();
    put(40);
    Transform.Outcome half = process.transform().apply(STREAM, shard, call(next()), () -> false);
    assertThat(half.firstOpen()).as("it ends inside").isPresent(); // and is given up
    Letter last = letters.get(0).get(39);
    assertThat(fate(last)).isEqualTo(Fate.WAITING);
    clock.advance(Duration.ofMinutes(1));
    stream.expire(clock.nowMillis());
    assertThat(fate(last)).as("a call may have it still").isEqualTo(Fate.WAITING);
    String lane = Lanes.shard(STREAM, shard);
    LogEntry head = log.head(lane).orElseThrow();
    ShardEntry end = ShardEntry.decode(head.bytes()).seal(clock.nowMillis(), List.of(), false);
    log.append(
        lane,
        head.number() + 1,
        end.encode(),
        Instant.ofEpochMilli(clock.nowMillis()).plus(LIFETIME));
    assertThat(isSeen(last)).isFalse();
    assertThat(fate(last)).isEqualTo(Fate.PASSED_OVER);
  }

  @Test
  void whatWasGivenUpAndReadFromTheStreamIsTaken() {
    Random random = new Random(1);
    process.coordinator().run();
    put(2, random);
    deliver(random);
    put(2, random);
    next(); // given up
    put(2, random);
    process = process();
    deliver(random);
    assertThat(letters.stream().map(this::fate)).hasSize(6).containsOnly(Fate.TAKEN);
  }

  @Test
  void recordBehindTheLaneIsLostOnceTheStreamDoesNotHaveIt() {
    Random random = new Random(1);
    process.coordinator().run();
    put(2, random);
    deliver(random);
    put(2, random);
    List<Letter> last = letters.get(3);
    assertThat(fate(last)).isEqualTo(Fate.WAITING);
    clock.advance(Duration.ofMinutes(1));
    stream.expire(clock.nowMillis());
    assertThat(fate(last)).isEqualTo(Fate.PASSED_OVER);
    assertThat(fate(letters.get(1)))
        .as("its entry tells, the stream does not")
        .isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void nothingIsKnownOfShardsWithoutALaneAndOfEntriesThatAreGone() {
    Letter unknown = letter("5", new byte[] {'x'});
    assertThat(fate(unknown)).isEqualTo(Fate.UNKNOWN);
    Random random = new Random(1);
    process.coordinator().run();
    put(3, random);
    deliver(random);
    clock.advance(Duration.ofMinutes(61));
    put(1, random);
    deliver(random);
    clock.advance(Duration.ofMinutes(61));
    log.vacuum();
    assertThat(fate(letters.get(0))).isEqualTo(Fate.UNKNOWN);
    put(1, random);
    deliver(random);
    put(1, random);
    deliver(random);
    assertThat(fate(letters.get(0))).isEqualTo(Fate.UNKNOWN);
    assertThat(fate(letters.get(5))).isEqualTo(Fate.TAKEN);
  }
}
