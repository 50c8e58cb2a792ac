package dev.sluice.testkit;

import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codec;
import dev.sluice.codec.ObjectFile;
import dev.sluice.engine.Engine;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryIds;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.memory.MemoryStream;
import dev.sluice.memory.MemoryStreams;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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
 * <p>Records arrive at or after their event times, as in life: an event time ahead of its stamp
 * moves the watermark to the end of its batch at most. Where a test makes event times up, {@link
 * HarnessBuilder#startAt} and stamps behind the last of them keep that out of the way.
 *
 * <p>Whatever {@link #restart} and {@link #redeliver} do, the files must stay the same: an app for
 * which they don't is not a function of its records alone. Not for use by several threads.
 */
public final class StreamHarness {
  private final Plan plan;
  private final EngineSettings settings;
  private final Map<String, MemoryStream> streams = new LinkedHashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final MemoryObjects outputs = new MemoryObjects(new CountingMetrics());
  private final List<String> console = new ArrayList<>();
  private final MemoryClock clock;
  private final Ports ports;
  private Engine engine;
  private boolean finished;

  StreamHarness(Plan plan, EngineSettings settings, Map<String, Integer> shards, Instant start) {
    this.plan = plan;
    this.settings = settings;
    for (String name : plan.streams()) {
      MemoryStream stream = new MemoryStream(name, shards.get(name));
      streams.put(name, stream);
      deliveries.add(new Delivery(stream));
    }
    CountingMetrics metrics = new CountingMetrics();
    this.clock = new MemoryClock(start);
    this.ports =
        new Ports(
            new MemoryLog(clock, metrics),
            outputs,
            new MemoryObjects(metrics),
            new MemoryStreams(List.copyOf(streams.values())),
            clock,
            new MemoryIds(),
            new Nobody(),
            metrics,
            console::add);
    restart();
    engine.coordinator().run();
  }

  /** Says what to run; {@link HarnessBuilder#start} runs it. */
  public static HarnessBuilder of(StreamApp app) {
    return new HarnessBuilder(app);
  }

  /**
   * Sends a line to the app's only stream, with itself as its partition key.
   *
   * @param stamp when it arrives; the clock goes on to it if it is ahead
   * @throws IllegalStateException if the app reads several streams: name one then
   */
  public void send(Instant stamp, String line) {
    if (streams.size() != 1) {
      throw new IllegalStateException(
          "the app reads " + streams.keySet() + ": say to which of them the line goes");
    }
    send(plan.streams().get(0), stamp, line, line);
  }

  /**
   * Sends a line to a stream. Records of one partition key keep their order and share a shard.
   *
   * @param stamp when it arrives; the clock goes on to it if it is ahead
   */
  public void send(String stream, Instant stamp, String partitionKey, String line) {
    send(stream, stamp, partitionKey, line.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends the bytes of a record to a stream.
   *
   * @param stamp when it arrives; the clock goes on to it if it is ahead
   * @throws IllegalStateException behind {@link #finish}
   */
  public void send(String stream, Instant stamp, String partitionKey, byte[] data) {
    if (finished) {
      throw new IllegalStateException("finish() has ended the input: nothing can be sent any more");
    }
    stream(stream).put(partitionKey, data, stamp.toEpochMilli());
    passTo(stamp);
  }

  /**
   * A stream, to split and merge its shards, or to put records into a certain one.
   *
   * @throws IllegalArgumentException if the app does not read it
   */
  public MemoryStream stream(String name) {
    MemoryStream stream = streams.get(name);
    if (stream == null) {
      throw new IllegalArgumentException(
          "the app does not read the stream '" + name + "'; it reads " + streams.keySet());
    }
    return stream;
  }

  /**
   * Lets time pass up to a moment and does what can be done then: delivers what was sent, and
   * publishes the intervals {@code [start, end)} with an end at or before that moment. Idle shards
   * are asked at most every half second, so that steps of less may show their results later.
   *
   * @param time at or behind the clock; an earlier time changes no clock
   * @throws RuntimeException what a function of {@code foreachBatch} threw, as the cause; the next
   *     call repeats the batch
   */
  public void advanceTo(Instant time) {
    passTo(time);
    do {
      engine.coordinator().run();
    } while (deliver());
    engine.coordinator().run();
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

  /** Lets all processes die and new ones go on, which know only what was committed. */
  public void restart() {
    engine = new Engine(plan, settings, ports);
  }

  /**
   * Delivers once more what was delivered already.
   *
   * @param recordsPerCall how many records each call brings, at least 1
   */
  public void redeliver(int recordsPerCall) {
    deliveries.forEach(each -> each.redeliver(engine.transform(), recordsPerCall));
  }

  /** The files so far, as text by name, with each {@code _SUCCESS}. */
  public NavigableMap<String, String> files() {
    NavigableMap<String, String> files = new TreeMap<>();
    for (String name : outputs.list("")) {
      files.put(name, new String(outputs.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return files;
  }

  /** The directories of files so far: {@code <prefix>-<border or window end in ms>.<suffix>}. */
  public NavigableSet<String> directories() {
    return new TreeSet<>(parts().keySet());
  }

  /** The lines of a directory, part by part; none where there is no such directory. */
  public List<String> lines(String directory) {
    return parts().getOrDefault(directory, List.of()).stream().flatMap(List::stream).toList();
  }

  /**
   * The values in a directory of {@code saveAsObjectFiles}, part by part; none where there is none.
   *
   * @param codec the one that the values were written with
   */
  public <T> List<T> objects(String directory, Codec<T> codec) {
    List<T> values = new ArrayList<>();
    for (String name : outputs.list(directory + "/part-")) {
      values.addAll(ObjectFile.read(outputs.get(name).orElseThrow(), codec));
    }
    return values;
  }

  /** The lines of all parts, by directory. */
  public NavigableMap<String, List<List<String>>> parts() {
    NavigableMap<String, List<List<String>>> parts = new TreeMap<>();
    files()
        .forEach(
            (name, text) -> {
              int slash = name.lastIndexOf('/');
              if (name.startsWith("part-", slash + 1)) {
                parts
                    .computeIfAbsent(name.substring(0, slash), directory -> new ArrayList<>())
                    .add(text.lines().toList());
              }
            });
    return parts;
  }

  /**
   * The state of a key behind the batches that are done.
   *
   * @param <S> the type of the operator's states
   * @param operator its name, or the id that late outputs show
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  public <S> Optional<S> state(String operator, Object key) {
    return engine.state().get(operator, key);
  }

  /** What {@code print} printed so far, one text for each batch and bucket. */
  public List<String> console() {
    return List.copyOf(console);
  }

  private boolean deliver() {
    boolean any = false;
    for (Delivery each : deliveries) {
      any |= each.deliver(engine.transform());
    }
    return any;
  }

  private void passTo(Instant time) {
    if (time.isAfter(now())) {
      clock.set(time);
    }
  }

  /** All work is done by the one engine there is. */
  private static final class Nobody implements Caller {
    @Override
    public void wakeCoordinator() {}

    @Override
    public void advance(int stage, List<Integer> buckets) {
      throw new IllegalStateException("the coordinator advances all buckets itself here");
    }
  }
}
