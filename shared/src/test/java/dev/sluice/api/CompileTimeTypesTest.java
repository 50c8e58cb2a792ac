package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A type error in an app is a compile error. */
class CompileTimeTypesTest {
  private static final String APP =
      """
      import dev.sluice.api.*;
      import dev.sluice.codec.*;
      import java.time.*;
      class App {
        void define(StreamContext stream) {
          DStream<String> lines = stream.kinesis("lines", Decoder.utf8());
          PairDStream<String, Long> pairs =
              lines.mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
          Windows windows = Windows.tumbling(Duration.ofMinutes(1));
          StaticTable<Long, String> byNumber =
              stream.table("t", line -> Pair.of(1L, line), Codecs.string());
          %s;
        }
      }
      """;

  @TempDir Path classes;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lines.map(String::length).filter(n -> n > 3).saveAsTextFiles(\"n\")",
        "pairs.reduceByKey(Long::sum).mapValues(n -> n / 2.0, Codecs.float64()).print()",
        "pairs.aggregateByKey(() -> \"\", (s, n) -> s + n, String::concat, Codecs.string()).print()",
        "pairs.reduceByKeyAndWindow(Long::sum, windows).mapWithWindow((w, k, n) -> w.end()).print()",
        "pairs.foreachBatch((rows, batch) -> rows.get(0).key().length())",
        "lines.withEventTime(Instant::parse, Duration.ZERO).keyBy(String::length, Codecs.int32(),"
            + " Codecs.string()).print()",
        "lines.saveAsObjectFiles(\"n\", \"\", Codecs.string())",
        "pairs.foreachPartition(() -> new StringBuilder(), (client, rows, batch) ->"
            + " client.append(rows.next().key().length()))",
        "pairs.saveTo(\"n\", name -> (rows, batch) -> rows.get(0).key().length())",
      })
  void rightAppCompiles(String statement) {
    assertThat(errors(statement)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lines.map(String::length).filter(String::isEmpty) | a function of another type",
        "lines.reduceByKey((a, b) -> a) | values without keys",
        "lines.mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.string()) | a codec of"
            + " another type",
        "lines.mapToPair(line -> Pair.of(line, 1L)) | no codec",
        "pairs.reduceByKey(String::concat) | a reduction of another type",
        "pairs.aggregateByKey(() -> \"\", (s, n) -> s + n, String::concat, Codecs.int64()) |"
            + " partials with a codec of another type",
        "pairs.aggregateByKey(() -> 0, (n, text) -> n + text.length(), Integer::sum,"
            + " Codecs.int32()) | values taken for another type",
        "pairs.mapValues(n -> \"\" + n, Codecs.int64()) | a codec that does not fit the result",
        "pairs.join(byNumber) | a table with other keys",
        "pairs.union(lines) | streams of different types",
        "lines.foreachBatch(Codecs.int64(), (rows, batch) -> {}) | rows with another codec",
        "lines.withEventTime(String::length, Duration.ZERO) | an event time that is no time",
        "lines.mapWithWindow((w, k, n) -> w) | windows of a stream that has none",
        "lines.saveAsTextFiles(Codecs.string()) | a codec for a prefix",
        "lines.saveAsObjectFiles(\"n\", \"\", Codecs.int64()) | objects with another codec",
        "lines.saveAsJsonFiles(\"n\", Integer.class) | lines as another type",
        "lines.saveTo(\"n\", Codecs.int64(), name -> (rows, batch) -> {}) | a sink of another type",
        "stream.kinesis(\"n\", Decoder.json(String.class)) | JSON to what is no record",
        "stream.kinesis(\"lines\", Codecs.string()).print() | a codec for a decoder",
      })
  void wrongAppDoesNotCompile(String statement, String why) {
    assertThat(errors(statement)).as(why).isNotEmpty();
  }

  @Test
  void errorIsAboutTypesAndNotAboutTheSnippet() {
    assertThat(errors("pairs.reduceByKey(String::concat)"))
        .anyMatch(error -> error.contains("incompatible types"));
  }

  private List<String> errors(String statement) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    compiler.getTask(null, null, found, options, null, List.of(source(statement))).call();
    return found.getDiagnostics().stream().map(each -> each.getMessage(Locale.ROOT)).toList();
  }

  private static JavaFileObject source(String statement) {
    String code = APP.formatted(statement);
    return new SimpleJavaFileObject(URI.create("string:///App.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
