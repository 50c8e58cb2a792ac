package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.MemoryClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private final List<String> lines = new ArrayList<>();
  private final JsonLog log =
      new JsonLog("clicks", new MemoryClock(Instant.ofEpochMilli(1_500)), lines::add);

  @Test
  void aLineHasWhatLambdaFiltersByAndWhatProgramsSearchFor() {
    log.warn(
        "clicks/s0 is to go on at 7: SLUICE-E11 another graph", Map.of("lane", "shard/clicks/s0"));

    assertThat(read())
        .containsOnly(
            Map.entry("timestamp", "1970-01-01T00:00:01.500Z"),
            Map.entry("level", "WARN"),
            Map.entry("message", "clicks/s0 is to go on at 7: SLUICE-E11 another graph"),
            Map.entry("app", "clicks"),
            Map.entry("lane", "shard/clicks/s0"),
            Map.entry("cause", "SLUICE-E11"));
  }

  @Test
  void whateverIsSaidIsOneLine() {
    log.warn("a \"text\"\nof two lines \u0007", Map.of());

    assertThat(lines).singleElement().asString().doesNotContain("\n");
    assertThat(read()).containsEntry("message", "a \"text\"\nof two lines \u0007");
    assertThat(read()).doesNotContainKey("cause");
  }

  private Map<String, Object> read() {
    return EventJson.object(
        new ByteArrayInputStream(lines.get(0).getBytes(StandardCharsets.UTF_8)));
  }
}
