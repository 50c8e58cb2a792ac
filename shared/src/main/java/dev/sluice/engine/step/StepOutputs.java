package dev.sluice.engine.step;

import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.Counters;
import dev.sluice.engine.entry.Out;
import dev.sluice.engine.flow.CsvRow;
import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the rows of a bucket lane's steps and makes outputs of them. */
final class StepOutputs {
  private record Row(byte[] key, Object keyObject, byte[] bytes) {}

  private record Target(SinkSpec sink, String directory) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      int byDirectory = directory.compareTo(other.directory);
      return byDirectory != 0 ? byDirectory : sink.id().compareTo(other.sink.id());
    }
  }

  private static final Comparator<Row> BY_BYTES = (a, b) -> Arrays.compareUnsigned(a.key, b.key);

  private static final int PART_DIGITS = 5;

  private final String lane;
  private final int bucket;
  private final String part;
  private final Map<Target, List<Row>> rows = new TreeMap<>();
  private final List<Out> outs = new ArrayList<>();
  private final ByteOutput contents = new ByteOutput();
  private final UserCode code;
  private final int mostBytes;
  private Counters counters = new Counters(Map.of());
  private Step step;
  private boolean calls;

  /**
   * @param code counts what functions add with the rest
   */
  StepOutputs(String lane, int bucket, UserCode code) {
    this(lane, bucket, code, ObjectStore.MAX_OBJECT_BYTES);
  }

  /**
   * @param mostBytes what a file may have
   */
  StepOutputs(String lane, int bucket, UserCode code, int mostBytes) {
    this.lane = lane;
    this.bucket = bucket;
    this.part = part(bucket);
    this.code = code;
    this.mostBytes = mostBytes;
  }

  /** What the functions of the lane's operators may reach. */
  UserCode code() {
    return code;
  }

  int bucket() {
    return bucket;
  }

  /** Forgets everything; counts go on from these. */
  void reset(Map<String, Long> counts) {
    rows.clear();
    outs.clear();
    calls = false;
    contents.reset();
    counters = new Counters(counts);
    code.countWith(counters);
  }

  /** What is added from now on is a step's. */
  void begin(Step next) {
    step = next;
  }

  /**
   * @param keyObject the key as an object, or null where only its bytes are known
   */
  void add(SinkSpec sink, String directory, byte[] key, Object keyObject, byte[] row) {
    if (!step.runs(sink)) {
      return;
    }
    rows.computeIfAbsent(new Target(sink, directory), target -> new ArrayList<>())
        .add(new Row(key, keyObject, row));
  }

  /**
   * A value that no window takes any more: the window it missed last, its time, why, key, value.
   */
  void late(
      String operator,
      long startMillis,
      long endMillis,
      long timeMillis,
      String why,
      Key key,
      Object keyObject,
      Object value,
      Step step) {
    counters.add(Counters.LATE, 1);
    if (step.plan().dropsLate()) {
      return;
    }
    String row =
        CsvRow.of(
            Instant.ofEpochMilli(startMillis),
            Instant.ofEpochMilli(endMillis),
            Instant.ofEpochMilli(timeMillis),
            why,
            Texts.shown(keyObject),
            Texts.shown(value));
    system("late/" + operator, key.bytes, keyObject, row, step);
  }

  /** A result for which user code behind the operator threw. */
  void deadLetter(String operator, byte[] key, String value, Throwable reason, Step step) {
    counters.add(Counters.DEAD_LETTERS, 1);
    String row = DeadLetterRow.of(lane, step.k(), reason, value.getBytes(StandardCharsets.UTF_8));
    system("dead-letter/" + operator, key, null, row, step);
  }

  private void system(String prefix, byte[] key, Object keyObject, String row, Step step) {
    SinkSpec sink = SinkSpec.system(prefix);
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    add(sink, sink.directory(step.borderMillis()), key, keyObject, bytes);
  }

  /** Makes outputs of the rows of a step, which is done with this. */
  void finish(Step step) {
    rows.forEach((target, of) -> outs.add(output(target, of, step)));
    rows.clear();
  }

  private Out output(Target target, List<Row> of, Step step) {
    sort(of);
    counters.add(Counters.ROWS + target.sink.id(), of.size());
    int offset = contents.size();
    SinkSpec sink = target.sink;
    calls |= sink.kind() == Out.Kind.BATCH;
    sink.framing().write(of.stream().limit(sink.mostRows()).map(Row::bytes).toList(), contents);
    String name = target.directory + "/" + part;
    int length = contents.size() - offset;
    if (sink.kind() == Out.Kind.FILE && length > mostBytes) {
      // Before the step is committed: behind that it could neither be published nor done otherwise.
      throw new ProtocolException(
          "SLUICE-E33",
          "file " + name + " would have " + length + " bytes: one has at most " + mostBytes);
    }
    return new Out(sink.kind(), step.k(), sink.id(), name, offset, length);
  }

  static String part(int bucket) {
    String digits = Integer.toString(bucket);
    return "part-" + "0".repeat(Math.max(0, PART_DIGITS - digits.length())) + digits;
  }

  /**
   * Sorts by the keys' own order where they have one, by that of their bytes otherwise, or where
   * keys that are not equal are in no order, as 1.0 and 1.00. Sorting is stable. Keys of the app
   * may throw at each other; whether they do depends on the rows alone, which are sorted by their
   * bytes before.
   */
  private static void sort(List<Row> rows) {
    rows.sort(BY_BYTES);
    try {
      rows.sort(order(rows));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      rows.sort(BY_BYTES);
    }
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Row> order(List<Row> rows) {
    Object first = rows.get(0).keyObject;
    boolean natural = first instanceof Comparable;
    for (int i = 1; natural && i < rows.size(); i++) {
      Object other = rows.get(i).keyObject;
      natural = other != null && other.getClass() == first.getClass();
    }
    return natural
        ? Comparator.<Row, Comparable<Object>>comparing(row -> (Comparable<Object>) row.keyObject)
            .thenComparing(BY_BYTES)
        : BY_BYTES;
  }

  List<Out> outs() {
    return List.copyOf(outs);
  }

  /** Whether functions of the app are to be called, who may take as long as they like. */
  boolean hasCalls() {
    return calls;
  }

  ByteOutput contents() {
    return contents;
  }

  Counters counters() {
    return counters;
  }
}
