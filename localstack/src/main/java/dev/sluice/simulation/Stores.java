package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.files.FileSource;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.MemoryStreams;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.Sources;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.FaultyFiles;
import dev.sluice.testkit.faults.FaultyLog;
import dev.sluice.testkit.faults.FaultyObjects;
import dev.sluice.testkit.faults.FaultySource;
import dev.sluice.testkit.faults.FragileLog;
import dev.sluice.testkit.faults.Trouble;
import dev.sluice.testkit.faults.Witness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What outlives processes: the streams, the log, the objects, and puts that are on their way. */
final class Stores {
  private static final String SPILLS = "spill/";
  private static final int LATEST_LISTING_MILLIS = 3_000;

  final MemoryClock clock = new MemoryClock(Instant.EPOCH);
  private final Metrics metrics = (name, delta) -> {};
  final FragileLog log = new FragileLog(clock, metrics);
  private final Places places = new Places();
  final SortedMap<String, MemoryStream> streams = new TreeMap<>();
  private Witness witness;

  /** The streams, as functions and mappings begin to read them. */
  final Starts starts;

  final AgingObjects spills = new AgingObjects(clock, metrics);
  private MemoryObjects outputs = new MemoryObjects(metrics);
  private final MemoryIds ids = new MemoryIds();
  private final Deque<Runnable> late = new ArrayDeque<>();

  final Broadcasts broadcasts;

  final Inbox inbox = new Inbox(clock);

  final Printed printed = new Printed();

  /** All that came into the streams. */
  final Sent sent = new Sent();

  final Brought brought = new Brought(this);

  /** From when on shards are listed that were not there from the beginning. */
  private final Map<String, Map<String, Long>> listed = new HashMap<>();

  /**
   * @param subject says which streams and tables there are
   * @param shards of each stream
   * @param placeDigits as streams in memory have it: how long sequence numbers are
   */
  Stores(Subject subject, int shards, int placeDigits) {
    clock.set(Instant.ofEpochMilli(subject.beginMillis()));
    this.broadcasts = new Broadcasts(subject.broadcasts());
    WithStream.all(subject)
        .forEach(name -> streams.put(name, new MemoryStream(name, shards, placeDigits)));
    this.starts = new Starts(new MemoryStreams(List.copyOf(streams.values())));
    this.witness = new Witness(outputs, spills.withSwept());
  }

  /** Sees all that happens to the table of now. */
  Witness witness() {
    return witness;
  }

  /** There is another table now, in which another witness sees what happens. */
  Witness newTable() {
    witness = witness.ofNewTable();
    return witness;
  }

  /**
   * There is another table now, and results are published where there are none yet.
   *
   * @param borderMillis of the last batch that the new table has from one before
   * @param ends the last entry of each lane that it has
   */
  void newPlace(long borderMillis, Map<String, Long> ends) {
    places.leave(own(), borderMillis, ends, witness.tables(Lanes.CONTROL).size());
    outputs = new MemoryObjects(metrics);
    witness = witness.ofNewTable(outputs, name -> Places.border(name) <= borderMillis);
  }

  /** Where results were published before. */
  Places places() {
    return places;
  }

  /** The streams that the app reads; one that a changed app has added as soon as it has lanes. */
  List<MemoryStream> read() {
    return streams.values().stream()
        .filter(
            each ->
                !each.name().equals(WithStream.STREAM)
                    || each.everyShard().stream()
                        .anyMatch(shard -> hasLane(each.name(), shard.id())))
        .toList();
  }

  private boolean hasLane(String stream, String shard) {
    return !witness.shard(Lanes.shard(stream, shard)).isEmpty();
  }

  /** The shards without parents that join a running app: those that were added to their stream. */
  Set<String> joining(MemoryStream stream) {
    Set<String> joining = new TreeSet<>(stream.added());
    if (stream.name().equals(WithStream.STREAM)) {
      stream.everyShard().stream()
          .filter(each -> each.parents().isEmpty())
          .forEach(each -> joining.add(each.id()));
    }
    return joining;
  }

  /** A shard whose last records have expired has ended, whoever still has them. */
  boolean isBehindTheEnd(RuntimeException e, KinesisEvent event) {
    return e.getMessage().startsWith("SLUICE-E06") && isExpired(event);
  }

  /** Whether the first record of a call is no longer in its stream. */
  private boolean isExpired(KinesisEvent event) {
    String lane = Brought.lane(event);
    MemoryStream stream = streams.get(Lanes.streamOf(lane));
    List<MemoryRecord> oldest = stream.read(Lanes.shardOf(lane), Position.START, 1);
    Position at = Position.of(event.getRecords().get(0).getKinesis().getSequenceNumber());
    return oldest.isEmpty() || at.compareTo(Position.of(oldest.get(0).sequence())) < 0;
  }

  boolean isListed(String stream, String shardId) {
    return listedForMillis(stream, shardId) >= 0;
  }

  private long listedForMillis(String stream, String shardId) {
    return clock.nowMillis() - listed(stream).getOrDefault(shardId, 0L);
  }

  /** The shards that were closed so long ago: their children have been listed for as long. */
  List<String> closedFor(long millis, MemoryStream stream) {
    List<Source.Shard> shards = stream.shards(stream.name());
    Set<String> closed = new TreeSet<>();
    shards.forEach(each -> closed.addAll(each.parents()));
    for (Source.Shard each : shards) {
      if (listedForMillis(stream.name(), each.id()) < millis) {
        closed.removeAll(each.parents());
      }
    }
    return List.copyOf(closed);
  }

  /** When every listing has all shards: until then nobody can know that a shard was added. */
  long allListedMillis() {
    return listed.values().stream()
        .flatMap(shards -> shards.values().stream())
        .mapToLong(from -> from + FaultySource.STALE_MILLIS)
        .max()
        .orElse(0);
  }

  /** New shards are listed at once, or seconds later. */
  void list(MemoryStream stream, Trouble trouble) {
    for (Source.Shard shard : stream.shards(stream.name())) {
      boolean first = shard.parents().isEmpty() && !stream.added().contains(shard.id());
      if (!first && !knows(stream.name(), shard.id())) {
        boolean isLate = trouble.happens(Fault.LATE_LISTING, shard::id);
        int late = isLate ? trouble.dice().below(LATEST_LISTING_MILLIS) : 0;
        listFrom(stream.name(), shard, clock.nowMillis() + late);
      }
    }
  }

  private boolean knows(String stream, String shardId) {
    return listed(stream).containsKey(shardId);
  }

  /** A stream that lists a shard lists its parents, too. */
  private void listFrom(String stream, Source.Shard shard, long millis) {
    Map<String, Long> shards = listed.computeIfAbsent(stream, name -> new HashMap<>());
    long from = millis;
    for (String parent : shard.parents()) {
      from = Math.max(from, shards.getOrDefault(parent, 0L));
    }
    shards.put(shard.id(), from);
  }

  private Map<String, Long> listed(String stream) {
    return listed.getOrDefault(stream, Map.of());
  }

  /** Lets the oldest put land that is on its way; whether there was one. */
  boolean land() {
    Runnable put = late.poll();
    if (put != null) {
      put.run();
    }
    return put != null;
  }

  /** The ports of a process, which are all that it knows of the world. */
  Ports ports(Trouble trouble, Clock own, Caller caller, EngineSettings settings) {
    LogStore lanes = new FaultyLog(log.open(), trouble, witness, late::add);
    ObjectStore bulk =
        new FaultyObjects(spills, trouble, this::isSweptAway, (name, bytes) -> {}, late::add);
    Source found =
        new FileSource(new FaultyFiles(inbox.store(), trouble), lanes, bulk, own, settings);
    return new Ports(
        lanes,
        new FaultyObjects(outputs, trouble, name -> false, witness::output, late::add),
        bulk,
        sources(new FaultySource(starts.ofNow(), trouble, this::listedForMillis), found),
        own,
        ids,
        caller,
        metrics,
        printed::add,
        broadcasts.seenWith(trouble));
  }

  private static Source sources(Source streams, Source files) {
    return new Sources(Map.of(SourceKind.KINESIS, streams, SourceKind.FILES, files));
  }

  /** Ports on which nothing goes wrong. */
  Ports ports() {
    return ports(log);
  }

  /** The same on a table. */
  Ports ports(LogStore table) {
    return new Ports(table, outputs, spills, starts, clock, ids, null, metrics, text -> {})
        .with(broadcasts.seen());
  }

  /** Spills lie below the last day on which they are there for sure. */
  private boolean isSweptAway(String name) {
    if (!name.startsWith(SPILLS)) {
      return false;
    }
    long today = Math.floorDiv(clock.nowMillis(), Duration.ofDays(1).toMillis());
    int end = name.indexOf('/', SPILLS.length());
    return LocalDate.parse(name.substring(SPILLS.length(), end)).toEpochDay() < today;
  }

  /** All outputs by name, as text, wherever they are. */
  SortedMap<String, String> files() {
    return places.published(own());
  }

  /** Those in the place of now. */
  SortedMap<String, String> own() {
    SortedMap<String, String> files = new TreeMap<>();
    for (String name : outputs.list("")) {
      files.put(name, Contents.text(name, outputs.get(name).orElseThrow()));
    }
    return files;
  }
}
