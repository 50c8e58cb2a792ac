package dev.sluice.api;

import dev.sluice.api.graph.Node;
import dev.sluice.codec.Codec;
import dev.sluice.format.csv.CsvFormat;
import dev.sluice.format.json.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** Ends of a stream beyond text: files in a format, and places outside. */
interface Sinks<T> {

  /** The stream that these are methods of. */
  DStream<T> self();

  /**
   * Writes each value in the bytes of its codec, into files named as those of {@link
   * DStream#saveAsTextFiles(String, String)}. {@link dev.sluice.codec.ObjectFile} reads them back.
   *
   * <pre>
   * saveAsObjectFiles("sums", "", codec) with batches of 10 s:
   * sums-10000/part-00000   sums-10000/_SUCCESS   sums-20000/part-00000   sums-20000/_SUCCESS
   * </pre>
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   * @param suffix letters and digits, without a dot; none where empty
   * @param codec writes values
   */
  default void saveAsObjectFiles(String prefix, String suffix, Codec<T> codec) {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(suffix, "suffix");
    Node rows = Collected.values(Optional.empty(), self().node, codec);
    self().context.register(new Node.ObjectFiles(rows, prefix, suffix, DStream.cast(codec)));
  }

  /**
   * Writes values into files that a format makes of all rows of a batch and bucket together, or of
   * a window and bucket, named as those of {@link DStream#saveAsTextFiles(String, String)}.
   *
   * <pre>
   * saveAsFiles("clicks", ParquetFormat.of(Click.class)) with batches of 10 s and 2 buckets:
   * clicks-10000.parquet/part-00000   clicks-10000.parquet/part-00001   clicks-10000.parquet/_SUCCESS
   * </pre>
   *
   * <p>A file is made before the entry that promises it, so what is published under its name is one
   * content for ever. It is made in memory as a whole, beside its rows: where files grow large,
   * take more buckets or shorter batches.
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   * @param format makes the files
   */
  default void saveAsFiles(String prefix, FileFormat<T> format) {
    Objects.requireNonNull(prefix, "prefix");
    String suffix = Objects.requireNonNull(format.suffix(), "suffix");
    Node rows = Collected.values(Optional.empty(), self().node, format.codec());
    self()
        .context
        .register(
            new Node.FormattedFiles(
                rows, prefix, suffix, DStream.cast(format.codec()), DStream.cast(format)));
  }

  /**
   * Writes each record as a line of JSON, into files {@code prefix-<border>.json/part-<bucket>}
   * named as those of {@link DStream#saveAsTextFiles(String, String)}. Null and an empty Optional
   * are left out; {@link Decoder#json} reads the lines back.
   *
   * <pre>
   * record Total(String page, long clicks) {}
   *
   * Total[page=/home, clicks=7]       {"page":"/home","clicks":7}
   * </pre>
   *
   * <p>A value with NaN, an infinity, or null within a collection becomes a dead letter
   * (SLUICE-D13).
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   * @param type of the values, a record
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in JSON
   */
  default void saveAsJsonFiles(String prefix, Class<T> type) {
    JsonFormat<T> format = JsonFormat.of(type);
    self()
        .map(value -> new String(format.encode(value), StandardCharsets.UTF_8))
        .saveAsTextFiles(prefix, "json");
  }

  /**
   * Writes each record as a row of CSV (RFC 4180, lines end with "\n"), without a header, into
   * files {@code prefix-<border>.csv/part-<bucket>} named as those of {@link
   * DStream#saveAsTextFiles(String, String)}. Null and an empty Optional are empty fields, an empty
   * text is {@code ""}; {@link Decoder#csv(Class)} reads the rows back.
   *
   * <pre>
   * record Total(String page, long clicks) {}
   *
   * Total[page=/a,b, clicks=7]       "/a,b",7
   * </pre>
   *
   * @param prefix a path of letters, digits, '_', '.' and '-', unique in the app
   * @param type of the values, a record
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in CSV
   */
  default void saveAsCsvFiles(String prefix, Class<T> type) {
    CsvFormat<T> format = CsvFormat.byPosition(type, ',');
    self()
        .map(value -> new String(format.encode(value), StandardCharsets.UTF_8))
        .saveAsTextFiles(prefix, "csv");
  }

  /**
   * Calls a function with the rows of each batch and bucket and a client, which is made when the
   * process has its first rows and lives as long as the process is warm. At least once, always with
   * the same rows in the same order for the same {@link BatchInfo}.
   *
   * <pre>
   * batches:      (10 s, bucket 0)   (20 s, bucket 0)            (30 s, bucket 0)
   * client:       opened             the same; the call throws   -
   *                                  closed, opened; once more   the same
   * </pre>
   *
   * @param <C> the type of the client; closed after a call that threw, if it is AutoCloseable
   * @param codec writes values
   * @param client makes the client
   * @param function takes the rows; where it throws, the bucket waits and the call is repeated
   */
  default <C> void foreachPartition(
      Codec<T> codec, ClientFactory<C> client, PartitionFunction<C, T> function) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(function, "function");
    self().foreachBatch(codec, new WarmSink<>("", WarmSink.of(client, function)));
  }

  /**
   * Hands the rows of each batch and bucket to a sink, at least once, always with the same rows in
   * the same order for the same {@link BatchInfo}.
   *
   * <pre>
   * batches of 10 s:    | 1  2 |                           |       | 3 |
   * sink:               open(name), ([1, 2], (10 s, 0))            ([3], (30 s, 0))
   * </pre>
   *
   * @param name of the sink: a path of letters, digits, '_', '.' and '-', unique in the app
   * @param codec writes values
   * @param sink opened when a process has its first rows
   */
  default void saveTo(String name, Codec<T> codec, Sink<T> sink) {
    Objects.requireNonNull(sink, "sink");
    self().foreachBatch(Optional.of(name), codec, new WarmSink<>(name, sink));
  }
}
