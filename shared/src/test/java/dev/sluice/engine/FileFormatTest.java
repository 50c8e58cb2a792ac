package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.FileFormat;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a format makes as a whole, beside files of lines of the same rows. */
class FileFormatTest {

  /** The last row first, and the number of rows before all: no prefix of it is a file. */
  private static final class Backwards implements FileFormat<String> {
    @Override
    public String suffix() {
      return "";
    }

    @Override
    public Codec<String> codec() {
      return TestCodecs.STRING;
    }

    @Override
    public byte[] file(List<String> rows) {
      List<String> turned = new ArrayList<>(rows);
      Collections.reverse(turned);
      return (rows.size() + "\n" + String.join("\n", turned)).getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class App implements StreamApp {
    @Override
    public void define(StreamContext stream) {
      var readings = stream.kinesis("readings", Decoder.utf8()).map(Reading::parse);
      var lines = readings.map(Reading::line);
      lines.saveAsTextFiles("lines-text");
      lines.saveAsFiles("lines-whole", new Backwards());
      PairDStream<String, Long> sums =
          readings
              .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
              .reduceByKey(Long::sum);
      var texts = sums.map(Object::toString);
      texts.saveAsTextFiles("sums-text");
      texts.saveAsFiles("sums-whole", new Backwards());
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 6);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void filesHoldTheRowsOfTheLinesWhateverHappens(long seed) {
    TwoWorlds worlds = TwoWorlds.run(App::new, seed);
    SortedMap<String, String> calm = worlds.calm().files();
    assertThat(whole(worlds.troubled().files())).isEqualTo(whole(calm));
    assertThat(whole(calm)).hasSizeGreaterThan(20);
    for (World world : List.of(worlds.calm(), worlds.troubled())) {
      SortedMap<String, String> files = world.files();
      whole(files)
          .forEach(
              (name, file) -> {
                if (name.endsWith("_SUCCESS")) {
                  assertThat(files).containsKey(name.replace("-whole", "-text"));
                  return;
                }
                List<String> rows =
                    new ArrayList<>(files.get(name.replace("-whole", "-text")).lines().toList());
                Collections.reverse(rows);
                assertThat(file).isEqualTo(rows.size() + "\n" + String.join("\n", rows));
              });
    }
    assertThat(whole(worlds.troubled().files()).size())
        .isEqualTo(
            worlds.troubled().files().keySet().stream().filter(n -> n.contains("-text-")).count());
  }

  private static SortedMap<String, String> whole(Map<String, String> files) {
    SortedMap<String, String> whole = new TreeMap<>(files);
    whole.keySet().removeIf(name -> !name.contains("-whole-"));
    return whole;
  }
}
