package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Builds graphs with faults and says what is found. */
final class Faults {
  private Faults() {}

  static DStream<String> lines(StreamContext stream) {
    return stream.kinesis("lines", Decoder.utf8());
  }

  static DStream<String> timed(DStream<String> lines, Duration outOfOrderness) {
    return lines.withEventTime(line -> Instant.EPOCH, outOfOrderness);
  }

  static PairDStream<String, Long> pairs(DStream<String> lines) {
    return lines.mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
  }

  static boolean has(String fault, String text) {
    return fault.contains(text);
  }

  static void assertOnly(String beginning, StreamApp app) {
    assertThat(faults(app)).singleElement().asString().startsWith(beginning);
  }

  static List<String> faults(StreamApp app) {
    return faults(app, Map.of());
  }

  static List<String> faults(StreamApp app, Map<String, List<String>> tables) {
    return refused(app, tables).faults();
  }

  static PlanException refused(StreamApp app, Map<String, List<String>> tables) {
    return catchThrowableOfType(PlanException.class, () -> Plan.of(app, tables));
  }
}
