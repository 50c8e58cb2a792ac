package dev.sluice.simulation;

import dev.sluice.api.Decoder;
import dev.sluice.api.OutputMode;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.codec.Codecs;
import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The job of the comparison: the sum of all values of each key. Records are {@code key,value}. */
public final class Totals implements Subject {
  static final String STREAM = "values";
  private static final int KEYS = 9;
  private static final int VALUES = 100;
  private static final String PREFIX = "totals-";

  @Override
  public String name() {
    return "totals by key";
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public StreamApp app() {
    return context ->
        context
            .kinesis(STREAM, Decoder.utf8())
            .mapToPair(line -> Pair.of(keyOf(line), valueOf(line)), Codecs.string(), Codecs.int64())
            .reduceByKey(Long::sum, OutputMode.UPDATE)
            .map(each -> each.key() + "," + each.value())
            .saveAsTextFiles("totals");
  }

  @Override
  public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
    String line = "k" + random.nextInt(KEYS) + "," + (1 + random.nextInt(VALUES));
    return line.getBytes(StandardCharsets.UTF_8);
  }

  static String keyOf(String line) {
    return line.substring(0, line.indexOf(','));
  }

  static long valueOf(String line) {
    return Long.parseLong(line.substring(line.indexOf(',') + 1));
  }

  /** What the sums must be: of all that is in the stream. */
  static SortedMap<String, Long> truth(MemoryStream stream) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (Source.Shard shard : stream.shards(STREAM)) {
      for (MemoryRecord each : stream.read(shard.id(), Position.START, Integer.MAX_VALUE)) {
        String line = new String(each.data(), StandardCharsets.UTF_8);
        sums.merge(keyOf(line), valueOf(line), Long::sum);
      }
    }
    return sums;
  }

  /** What the app has published last for each key. */
  static SortedMap<String, Long> published(Map<String, String> files) {
    SortedMap<Long, SortedMap<String, Long>> byBorder = new TreeMap<>();
    files.forEach(
        (name, text) -> {
          if (name.startsWith(PREFIX) && !name.endsWith("_SUCCESS")) {
            long border = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('/')));
            SortedMap<String, Long> rows = byBorder.computeIfAbsent(border, b -> new TreeMap<>());
            text.lines().forEach(line -> rows.put(keyOf(line), valueOf(line)));
          }
        });
    SortedMap<String, Long> last = new TreeMap<>();
    byBorder.values().forEach(last::putAll);
    return last;
  }
}
