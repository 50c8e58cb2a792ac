package dev.sluice.testkit;

import dev.sluice.api.StreamApp;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.files.FileSource;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.MemoryStreams;
import dev.sluice.memory.MemoryTables;
import dev.sluice.memory.Nobody;
import dev.sluice.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Runs an app in memory, for tests: records go in with the stamps that the test gives them, time
 * goes on when the test says so, and the files that come out are read back. The engine is the one
 * that runs in the functions, so the files have the same names and bytes as there.
 *
 * <pre>
 * StreamHarness run = StreamHarness.of(new WordCount()).interval(Duration.ofSeconds(10)).start();
 * run.send(Instant.ofEpochSecond(3), "the cat");
 * run.send(Instant.ofEpochSecond(12), "the end");
 * run.finish();
 * assertThat(run.lines("word-count-10000.csv")).containsExactly("cat,1", "the,1");
 *
 * stamps:     3 s               12 s
 * intervals:  |--- [0, 10) ---|--- [10, 20) ---|
 * files:                      word-count-10000.csv      word-count-20000.csv
 * </pre>
 *
 * <p>Or batch by batch, looking at what each of them has brought:
 *
 * <pre>
 * run.batch("the cat", "the end");              // one interval, in this order
 * assertThat(run.newLines("word-count")).containsExactly("cat,1", "end,1", "the,2");
 * run.batch();                                  // an interval without records
 * assertThat(run.newLines("word-count")).isEmpty();
 * run.restart();                                // all processes die; the next batch goes on
 * </pre>
 *
 * <p><b>Event times</b> are read from the records by the app; they may be any, before 1970 too. As
 * in life, records should arrive at or after them: an event time ahead of its stamp moves the
 * watermark to the end of its batch at most, and one more than an hour ahead goes to the late
 * output. So where a test makes event times up, let the clock start behind all of them, with {@link
 * HarnessBuilder#startAt}:
 *
 * <pre>
 * StreamHarness run = StreamHarness.of(app).startAt(Instant.parse("2100-01-01T00:00:00Z")).start();
 * run.batch("10", "11", "15");    // event times in seconds, out of order by 10 s: watermark 5 s
 * run.batch("25");                // watermark 15 s: windows that end up to there are published
 * </pre>
 *
 * <p>What came too late is in the files {@code late/<operator>-<border>.csv}, with its window and
 * the reason; a record for which user code threw, in {@code dead-letter/<stream or
 * operator>-<border>.csv}. A test that misses a result looks there first: {@link #files} shows all.
 *
 * <p>{@link #finish} ends the input, which closes every window and fires every timeout. A test of
 * what is still open at some moment does without it.
 *
 * <p>{@link #restart} and {@link #redeliver} change no file. That an app is a function of its
 * records alone shows in {@code ./sluice simulate}. Not for use by several threads.
 */
public final class StreamHarness extends WrittenFiles {
  private static final String BATCH_KEY = "batch";

  /** How far the clock goes at once: heads are renewed at a quarter of their lifetime. */
  private static final Duration STRIDE = EngineSettings.DEFAULT_ENTRY_LIFETIME.dividedBy(4);

  private final HarnessBuilder builder;
  private EngineSettings settings;
  private final Inputs inputs;
  private final List<String> console = new ArrayList<>();
  private final Sides sides;
  private final MemoryClock clock;
  private final MemoryFiles files;
  private final Ports ports;
  private Engine engine;
  private boolean started;
  private boolean finished;

  StreamHarness(
      HarnessBuilder builder,
      Plan plan,
      EngineSettings settings,
      Map<String, Integer> shards,
      MemoryTables tables,
      Instant start) {
    super(plan, new MemoryObjects(new CountingMetrics()));
    this.sides = new Sides(tables);
    this.builder = builder;
    this.settings = settings;
    this.inputs = new Inputs(shards);
    CountingMetrics metrics = new CountingMetrics();
    this.clock = new MemoryClock(start);
    this.files = new MemoryFiles(clock);
    this.ports =
        new Ports(
                new MemoryLog(clock, metrics),
                objects,
                new MemoryObjects(metrics),
                new MemoryStreams(inputs.all()),
                clock,
                new MemoryIds(),
                new Nobody(),
                metrics,
                console::add)
            .with(tables);
    restart();
  }

  /** Says what to run; {@link HarnessBuilder#start} runs it. */
  public static HarnessBuilder of(StreamApp app) {
    return new HarnessBuilder(app);
  }

  /**
   * Feeds a batch to the app's only stream and lets its interval pass: the lines arrive where the
   * clock stands, in their order and in one shard; then the clock goes on to the end of the batch
   * interval, and what is due is published. Without lines it is an empty batch.
   *
   * <pre>
   * HarnessBuilder.interval of 1 s, startAt 100 s:
   * run.batch("a", "b");    // interval [100 s, 101 s), files ...-101000
   * run.batch();            // nothing arrives in [101 s, 102 s)
   * run.batch("c");         // interval [102 s, 103 s), files ...-103000
   * </pre>
   *
   * @throws IllegalStateException if the app reads several streams, or behind {@link #finish}
   */
  public void batch(String... lines) {
    batch(Map.of(inputs.onlyName(), List.of(lines)));
  }

  /**
   * Feeds a batch to several streams, as {@link #batch(String...)} does to one.
   *
   * @param linesByStream the lines of each stream; none for those that are missing
   * @throws IllegalArgumentException if the app does not read one of them
   * @throws IllegalStateException behind {@link #finish}
   */
  public void batch(Map<String, List<String>> linesByStream) {
    Instant stamp = now();
    linesByStream.forEach(
        (stream, lines) -> lines.forEach(line -> send(stream, stamp, BATCH_KEY, line)));
    long interval = settings.intervalOf(stamp.toEpochMilli());
    advanceTo(Instant.ofEpochMilli(settings.borderMillis(interval)));
  }

  /**
   * Sends a line to the app's only stream, with itself as its partition key: equal lines share a
   * shard.
   *
   * @param stamp when it arrives, see {@link #send(String, Instant, String, byte[])}
   * @throws IllegalStateException if the app reads several streams: name one then
   */
  public void send(Instant stamp, String line) {
    send(inputs.onlyName(), stamp, line, line);
  }

  /**
   * Sends a line to a stream. Records of one partition key keep their order and share a shard.
   *
   * @param stamp when it arrives, see {@link #send(String, Instant, String, byte[])}
   */
  public void send(String stream, Instant stamp, String partitionKey, String line) {
    send(stream, stamp, partitionKey, line.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends the bytes of a record to a stream. It is processed by the next {@link #advanceTo}, {@link
   * #batch} or {@link #finish}.
   *
   * @param stamp when it arrives; the clock goes on to it if it is ahead. A stamp in an interval
   *     that was published before counts as the beginning of the oldest one that was not: what is
   *     complete stays as it is
   * @throws IllegalStateException behind {@link #finish}
   */
  public void send(String stream, Instant stamp, String partitionKey, byte[] data) {
    requireNotFinished();
    stream(stream).put(partitionKey, data, stamp.toEpochMilli());
    passTo(stamp);
  }

  /**
   * Lets a file arrive where the clock stands; it is found at once.
   *
   * @param name with the prefix that the app reads: {@code incoming/a.csv}
   * @throws IllegalStateException behind {@link #finish}
   */
  public void file(String name, String... lines) {
    requireNotFinished();
    files.put(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    advanceTo(now());
  }

  /**
   * A stream, to split and merge its shards, or to put records into a certain one.
   *
   * @throws IllegalArgumentException if the app does not read it
   */
  public MemoryStream stream(String name) {
    return inputs.named(name);
  }

  /**
   * Lets time pass up to a moment and does what can be done then: delivers what was sent, and
   * publishes the intervals {@code [start, end)} with an end at or before that moment.
   *
   * @param time at or behind the clock; an earlier time changes no clock
   * @throws RuntimeException what a function of {@code foreachBatch} threw, as the cause; the next
   *     call repeats the batch
   */
  public void advanceTo(Instant time) {
    passTo(time);
    work();
  }

  /** Lets time pass as {@link #advanceTo} does. */
  public void advance(Duration by) {
    advanceTo(now().plus(by));
  }

  /** What the clock shows. */
  public Instant now() {
    return Instant.ofEpochMilli(clock.nowMillis());
  }

  /**
   * Ends the input for good: delivers what was sent and closes every window, however far ahead its
   * end is. Nothing can be sent behind that.
   */
  public void finish() {
    advanceTo(now());
    while (!engine.coordinator().finish()) {
      advance(settings.interval());
    }
    finished = true;
  }

  /**
   * Does what a start with the trigger available-now or once does: takes all that was sent, lets
   * time pass to the end of the batch interval, publishes the batches up to there, and stops. What
   * is open stays open for the next start, which takes what is sent behind this.
   *
   * <p>Sent at 1 s and 12 s, with intervals of 10 s: batches up to 20 s.
   *
   * @throws IllegalStateException behind {@link #finish}
   */
  public void availableNow() {
    requireNotFinished();
    long border = settings.borderMillis(settings.intervalOf(clock.nowMillis()));
    advanceTo(Instant.ofEpochMilli(border));
    while (!engine.coordinator().publishUpTo(border)) {
      work();
    }
    restart();
  }

  /** Lets all processes die and new ones go on, which know only what was committed. */
  public void restart() {
    FileSource incoming = new FileSource(files, ports.log(), ports.spills(), clock, settings);
    MemoryStreams streams = new MemoryStreams(inputs.all());
    engine = new Engine(plan, settings, ports.with(new FilesBeside(incoming, streams)));
  }

  /**
   * Lets all processes die and those of a changed app take over, on what was committed; a minute
   * behind an earlier change at least. Streams that the app has not read before are made.
   *
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if the app cannot go on from that
   * @throws dev.sluice.engine.RefusedException if the app was changed less than a minute ago
   */
  public void restart(StreamApp changed) {
    plan = builder.plan(changed);
    inputs.add(builder.shards(plan));
    restart();
    work();
  }

  /** The next {@link #restart} changes the number of buckets, a minute behind the last change. */
  public void buckets(int count) {
    settings = settings.withBuckets(count);
  }

  /**
   * Delivers once more what was delivered already.
   *
   * @param recordsPerCall how many records each call brings, at least 1
   */
  public void redeliver(int recordsPerCall) {
    inputs.redeliver(engine.transform(), recordsPerCall);
  }

  /**
   * The state of a key behind the batches that are done.
   *
   * @param <S> the type of the operator's states
   * @param operator its name, or the id that late outputs show
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  public <S> Optional<S> state(String operator, Object key) {
    if (!started) {
      work();
    }
    return engine.state().get(operator, key);
  }

  /**
   * What the app's functions have added to an accumulator, with all that is committed so far.
   *
   * @throws IllegalArgumentException if the app has no such accumulator
   */
  public long accumulator(String name) {
    return sides.accumulator(engine, name);
  }

  /**
   * What the app counts, with all that is committed so far: records, late, dead-letters, clamped.
   */
  public SortedMap<String, Long> counters() {
    return engine.status().counters();
  }

  /**
   * Changes the table of a broadcast, and lets the coordinator see it. The first version is given
   * to {@link HarnessBuilder#broadcast}.
   *
   * @return the stamps that see the change: from this one on, the start of a batch interval;
   *     nothing where it is refused (see {@link #refusedBroadcasts}) or changes nothing
   */
  public Optional<Instant> broadcast(String name, List<String> lines) {
    work();
    return sides.broadcast(engine, name, lines);
  }

  /** The tables that were given and are not used, each as name and reason. */
  public List<String> refusedBroadcasts() {
    return sides.tables().refusals();
  }

  /**
   * The keys that an operator keeps a state for, behind the batches that are done: what a join, a
   * deduplication or a session still remembers.
   *
   * @param <K> the type of the operator's keys
   * @param operator its name, or the id that late outputs show
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  public <K> List<K> keys(String operator) {
    if (!started) {
      work();
    }
    return engine.state().keys(operator);
  }

  /** What {@code print} printed so far, one text for each batch and bucket. */
  public List<String> console() {
    return List.copyOf(console);
  }

  private void requireNotFinished() {
    if (finished) {
      throw new IllegalStateException("finish() has ended the input: nothing can be sent any more");
    }
  }

  private void work() {
    started = true;
    do {
      engine.coordinator().run();
    } while (inputs.deliver(engine.transform()));
    engine.coordinator().run();
  }

  /** Coordinators run all the time, so that entries do not expire while the clock goes far on. */
  private void passTo(Instant time) {
    while (started && time.isAfter(now().plus(STRIDE))) {
      clock.set(now().plus(STRIDE));
      work();
    }
    if (time.isAfter(now())) {
      clock.set(time);
    }
  }
}
