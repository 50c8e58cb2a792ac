package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
  private final RunOptions options = new RunOptions();

  @Test
  void theDefaultsAreRight() {
    assertThat(options.faults()).isEmpty();
    assertThat(options.allTables()).isEmpty();
  }

  @Test
  void everythingThatIsOutOfRangeIsSaidAtOnce() {
    options.shards = 0;
    options.buckets = 1025;
    options.interval = Duration.ZERO;
    options.rate = -3L;
    options.checkpointEvery = Duration.ofSeconds(-1);
    options.port = 70_000;
    assertThat(options.faults())
        .containsExactly(
            "--shards takes 1 to 1000, not 0",
            "--buckets takes 1 to 1024, not 1025",
            "the batch interval is 100ms to 1h, not 0ms",
            "--rate takes 1 or more records a second, not -3",
            "--checkpoint-every takes 0s, for none, or more, not PT-1S",
            "--checkpoint-every is about what is kept, and nothing is: give --state DIR, too",
            "--port takes 0 to 65535, not 70000");
  }

  @Test
  void theShortOptionsNameTables() {
    options.vendor = Path.of("v.csv");
    options.maintenance = Path.of("m.csv");
    options.tables.files.put("more", Path.of("x.csv"));
    assertThat(options.allTables())
        .containsEntry("vendor", Path.of("v.csv"))
        .containsEntry("maintenance", Path.of("m.csv"))
        .containsEntry("more", Path.of("x.csv"))
        .hasSize(3);
  }
}
