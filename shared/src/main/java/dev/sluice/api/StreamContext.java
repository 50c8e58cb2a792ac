package dev.sluice.api;

import dev.sluice.api.change.Change;
import dev.sluice.api.change.ChangeFormat;
import dev.sluice.api.graph.Definition;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Running;
import dev.sluice.api.graph.SideInputs;
import dev.sluice.codec.Codec;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Where an app finds its streams, tables and counters, and where its graph is collected. */
public final class StreamContext {
  private final Map<String, List<String>> tables;
  private final TreeMap<String, List<String>> tablesRead = new TreeMap<>();
  private final List<Node.Sink> sinks = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private WatermarkPolicy watermarks = WatermarkPolicy.MIN;
  private boolean dropsLate;
  private final List<String> retired = new ArrayList<>();
  private final Running running = new Running();
  private final List<String> accumulators = new ArrayList<>();
  private final List<SideInputs.Table> broadcasts = new ArrayList<>();

  /**
   * A context in which nothing is defined yet.
   *
   * @param tables the lines of each table that was given for this run, by name
   */
  public StreamContext(Map<String, List<String>> tables) {
    this.tables = Map.copyOf(tables);
  }

  /**
   * The records of a Kinesis stream.
   *
   * <pre>
   * shard 0:  a, stamp 10.2      b, stamp 10.9
   * shard 1:  c, stamp 10.4      -, idle until 12.1
   * batches of 1 s:  [10, 11): a, b, c      [11, 12): complete without any
   * </pre>
   *
   * @param <T> the type of the values
   * @param stream its name: 1 to 128 letters, digits, '_', '.' and '-'
   * @param decoder makes a value from a record's bytes; a record for which it throws becomes a dead
   *     letter
   * @return the values; those of one shard are in the order of the shard
   */
  public <T> DStream<T> kinesis(String stream, Decoder<T> decoder) {
    return source(SourceKind.KINESIS, stream, decoder);
  }

  /**
   * The values of a Kafka topic's records. Batches go by the stamps that the brokers give: the
   * topic must have {@code message.timestamp.type=LogAppendTime}. It takes the module {@code
   * sluice-kafka} in the jar.
   *
   * <pre>
   * partition 0:  a, stamp 10.2      b, stamp 10.9
   * partition 1:  c, stamp 10.4      -, idle until 12.1
   * batches of 1 s:  [10, 11): a, b, c      [11, 12): complete without any
   * </pre>
   *
   * @param <T> the type of the values
   * @param topic its name: 1 to 249 letters, digits, '_', '.' and '-'
   * @param decoder makes a value from a record's value; a record for which it throws, or without a
   *     value, becomes a dead letter
   * @return the values; those of one partition are in the order of their offsets
   */
  public <T> DStream<T> kafka(String topic, Decoder<T> decoder) {
    return source(SourceKind.KAFKA, topic, decoder);
  }

  /**
   * The lines of new files below a prefix. Everything that is there when the app first looks is
   * read, and each file that comes later, once.
   *
   * <pre>
   * looked at:       10.0 s            11.0 s
   * files:           a.txt             a.txt b.txt
   * batches of 1 s:  [10, 11): a       [11, 12): b
   * </pre>
   *
   * <p>A file arrives when a coordinator finds it: all of its lines are in one batch. Put files
   * whole (upload them, or move them in), once, under names of their own. A file that is written
   * anew under its name is read anew; one that was taken and is gone or written anew before it was
   * read is a dead letter. The same bytes put again on S3 are the same file up to an hour after the
   * put that was read (or 1/32 of the lifetime of entries, if that is less), as an upload may have
   * been tried again, and a new file later. Empty files are passed over, and those with a name or
   * directory that begins with '.' or '_'. A file whose upload took longer than a quarter of the
   * lifetime of entries (3.5 days, unless set) is not seen.
   *
   * @param prefix a path below the place where files arrive ({@code SLUICE_FILES}, or {@code
   *     --files} of a local run): letters, digits, '_', '.', '-' between slashes
   * @return the lines, without line ends; those of one file are in its order. The name of the file
   *     is their partition key
   */
  public DStream<String> textFileStream(String prefix) {
    return textFileStream(prefix, Decoder.utf8());
  }

  /**
   * The same with lines that hold records, such as JSON.
   *
   * @param <T> the type of the values
   * @param decoder makes a value from the bytes of a line; a line for which it throws becomes a
   *     dead letter
   */
  public <T> DStream<T> textFileStream(String prefix, Decoder<T> decoder) {
    String path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return source(SourceKind.FILES, path, decoder);
  }

  /**
   * The changes of the items of a DynamoDB table, from the table's stream.
   *
   * <pre>
   * changes:          put at 10.2 s      update at 10.9 s     -, read at 43 s
   * stamps:           10                 10
   * batches of 1 s:   [10, 11): INSERT, MODIFY                [11, 12): complete without any
   * </pre>
   *
   * <p>The changes of one item are in their order. Stamps are whole seconds. The stream does not
   * say when a silent shard is complete: results wait for the idle allowance (30 s, unless set by
   * {@code SLUICE_DYNAMODB_IDLE_ALLOWANCE}), and a change that becomes visible only after that
   * counts in the batch of its arrival. The coordinator reads the stream whenever it runs.
   *
   * @param table its name; it has a stream, best with both images
   */
  public DStream<Change> dynamoDbStream(String table) {
    return source(SourceKind.DYNAMODB, table, ChangeFormat::decode);
  }

  /**
   * The records of a source of your own, which Sluice reads.
   *
   * <pre>
   * records:       a, stamp 10.2      b, stamp 10.9     -, idle until 12.1
   * batches of 1 s:  [10, 11): a, b                       [11, 12): complete without any
   * </pre>
   *
   * <p>The coordinator reads it whenever it runs, within the time of its call: results come as
   * often as it is scheduled.
   *
   * @param <T> the type of the values
   * @param name 1 to 128 letters, digits, '_', '.' and '-'; the same name means the same source
   * @param source the same at each call of {@code define}, as far as its records go
   * @param decoder makes a value from a record's bytes; a record for which it throws becomes a dead
   *     letter
   * @return the values; those of one lane are in the order of the lane
   */
  public <T> DStream<T> source(String name, PullSource source, Decoder<T> decoder) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(decoder, "decoder");
    SourceId id = new SourceId(SourceKind.CUSTOM, name);
    return new DStream<>(this, new Node.Source(id, decoder, Optional.of(source)));
  }

  private <T> DStream<T> source(SourceKind kind, String name, Decoder<T> decoder) {
    Objects.requireNonNull(decoder, "decoder");
    return new DStream<>(this, new Node.Source(new SourceId(kind, name), decoder));
  }

  /**
   * Says how the watermarks of several streams make one; {@link WatermarkPolicy#MIN} unless said.
   * It holds for the whole app, wherever it is said: operators that follow one another must judge
   * by one watermark, or what one lets through the next would find late.
   *
   * @param policy the last one said holds
   */
  public void watermarkPolicy(WatermarkPolicy policy) {
    watermarks = Objects.requireNonNull(policy, "policy");
  }

  /**
   * Lets operators drop what is late, as Spark does: it is counted, and no row of it is written. It
   * holds for the whole app, wherever it is said. Unless it is said, late values go to {@code
   * late/<operator>-<border>.csv}, and nothing is lost.
   *
   * <pre>
   * windows of 10 s, watermark at 20 s:   9 s=c
   * counter late:                         1
   * late/sums-21000.csv:                  (none; without dropLate() a row for c)
   * </pre>
   */
  public void dropLate() {
    dropsLate = true;
  }

  /**
   * Gives up operators or sinks that an earlier version of the app had. Without it a changed app
   * that lacks one of them is refused, since what that holds would be lost: open windows, states by
   * key, and results that are not written yet. It may stay for good, and does nothing to an app
   * that never had them.
   *
   * @param ids names, prefixes of files, or derived ids, as the refusal shows them; each retires
   *     the operator and the sink of that id
   */
  public void retired(String... ids) {
    retired.addAll(List.of(ids));
  }

  /**
   * The values of several streams; what is in two of them comes twice.
   *
   * <pre>
   * first:     1       3
   * others:        2               3       4
   * union:     1   2   3   3   4
   * </pre>
   *
   * @param <T> the type of the values
   * @param first a stream of this context
   * @param others more of them
   * @return the values of all; between the streams there is no order
   */
  @SafeVarargs
  public final <T> DStream<T> union(DStream<T> first, DStream<T>... others) {
    DStream<T> all = first;
    for (DStream<T> each : others) {
      all = all.union(each);
    }
    return all;
  }

  /**
   * Whether a table of that name was given for this run.
   *
   * @param name of the table
   */
  public boolean hasTable(String name) {
    return tables.containsKey(name);
  }

  /**
   * A static table, one row a line; empty lines are left out.
   *
   * <pre>
   * lines:                     "P1,north"   "P2,south"   "P1,old"
   * get("P1"), P1 and rest:    [north, old]
   * </pre>
   *
   * @param <K> the type of the keys
   * @param <V> the type of the rows
   * @param name the name by which it was given
   * @param row makes a key and a row from a line
   * @param codec writes rows where they cross a shuffle
   * @return the table, to join with
   * @throws IllegalArgumentException if no table of that name was given, or a line is refused
   */
  public <K, V> StaticTable<K, V> table(String name, Fn<String, Pair<K, V>> row, Codec<V> codec) {
    List<String> lines = tables.get(name);
    if (lines == null) {
      throw new IllegalArgumentException(
          "the app joins with table '"
              + name
              + "', which was not given; given are "
              + tables.keySet().stream().sorted().toList());
    }
    tablesRead.put(name, lines);
    Map<K, List<V>> rows = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.isBlank()) {
        try {
          Pair<K, V> pair = row.apply(line);
          rows.computeIfAbsent(pair.key(), key -> new ArrayList<>()).add(pair.value());
        } catch (Exception e) {
          throw new IllegalArgumentException(
              "table '" + name + "', line " + number + " cannot be read: " + e + ": " + line, e);
        }
      }
    }
    return new StaticTable<>(rows, codec);
  }

  /**
   * A counter that functions add to, exact under any retry.
   *
   * @param name 1 to {@value Accumulator#MAX_NAME_LENGTH} letters, digits, '_', '.' and '-'; used
   *     once in an app
   * @return the accumulator, for use in the functions of this definition
   */
  public Accumulator accumulator(String name) {
    Objects.requireNonNull(name, "name");
    accumulators.add(name);
    return new Accumulator(name, running);
  }

  /**
   * A small table that functions use, read anew when it is changed. Each interval sees one version
   * of it, whoever works on it and whenever.
   *
   * <pre>
   * Broadcast&lt;Map&lt;String, Long>> prices =
   *     stream.broadcast("prices", Broadcast.rows(line -> Pair.of(..)));
   * orders.map(order -> order.pieces() * prices.value().get(order.item()))
   * </pre>
   *
   * @param <T> what the table is read into
   * @param name by which it is given: 1 to 64 lower-case letters, digits and '_', with a letter at
   *     the beginning; used once in an app
   * @param parser makes of the lines what functions see: always the same of the same lines. Where
   *     it throws, the version before stays
   * @return the table, for use in the functions of this definition
   */
  public <T> Broadcast<T> broadcast(String name, Fn<List<String>, T> parser) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(parser, "parser");
    broadcasts.add(new SideInputs.Table(name, parser));
    return new Broadcast<>(name, running);
  }

  /** What the app has defined so far. */
  public Definition definition() {
    return new Definition(
        List.copyOf(sinks),
        List.copyOf(names),
        new TreeMap<>(tablesRead),
        watermarks,
        dropsLate,
        List.copyOf(retired),
        new SideInputs(running, List.copyOf(accumulators), List.copyOf(broadcasts)),
        List.copyOf(faults));
  }

  void register(Node.Sink sink) {
    sinks.add(sink);
  }

  void fault(String fault) {
    faults.add(fault);
  }

  void named(String operator) {
    names.add(operator);
  }

  /**
   * Streams that are put together are of one context: another one's sources would never be read.
   */
  void requireSame(StreamContext other) {
    if (other != this) {
      faults.add(
          "SLUICE-P14 a stream of another StreamContext is put together with one of this; build all from the"
              + " context that define() is called with");
    }
  }
}
