package dev.sluice.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Logs;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.memory.MemoryClock;
import dev.sluice.memory.MemoryFiles;
import dev.sluice.memory.MemoryLog;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A folder of files, and whoever reads it. */
final class Folder {
  static final Duration LIFETIME = Duration.ofHours(16);
  static final int ALL = 10_000;

  final MemoryClock clock = new MemoryClock(Instant.ofEpochMilli(1_000_000));
  final MemoryLog log = new MemoryLog(clock, new CountingMetrics());
  final MemoryFiles files = new MemoryFiles(clock);
  private final MemoryObjects spills = new MemoryObjects(new CountingMetrics());
  final List<String> read = new ArrayList<>();
  Position at = Position.START;

  FileSource process() {
    return process(log, files);
  }

  FileSource process(LogStore through, FileStore store) {
    return process(through, store, LIFETIME);
  }

  FileSource process(LogStore through, FileStore store, Duration lifetime) {
    return new FileSource(store, through, spills, clock, settings(lifetime));
  }

  private static EngineSettings settings(Duration lifetime) {
    return new EngineSettings(Duration.ofSeconds(1), 1, Duration.ZERO, lifetime, 1);
  }

  /** The first entry of what was taken that a checkpoint has to have. */
  long neededFrom() {
    Ports ports =
        new Ports(log, null, spills, null, clock, null, null, new CountingMetrics(), null);
    Logs logs = new Logs(ports, settings(LIFETIME));
    String lane = Lanes.intake("in");
    return IntakeNeeds.from(logs, lane, log.head(lane).orElseThrow().bytes(), at);
  }

  /** The same files, listed in another way. */
  final class Listing implements FileStore {
    private final Function<String, List<FileVersion>> list;

    Listing(Function<String, List<FileVersion>> list) {
      this.list = list;
    }

    @Override
    public List<FileVersion> list(String prefix) {
      return list.apply(prefix);
    }

    @Override
    public Optional<byte[]> read(FileVersion file, long offset, int length) {
      return files.read(file, offset, length);
    }
  }

  void put(String name, String... lines) {
    files.put("in/" + name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what there is, and says how it ended. */
  Pulled readAll(FileSource source, int max) {
    while (true) {
      Pulled pulled = source.pull("in", "intake", at, max).orElseThrow();
      if (!(pulled instanceof Pulled.Some some) || some.records().isEmpty()) {
        return pulled;
      }
      for (PulledRecord each : some.records()) {
        assertThat(each.position()).isGreaterThan(at);
        at = each.end();
        read.add(
            each.refused().map(why -> why + ": ").orElse("")
                + new String(each.data(), StandardCharsets.UTF_8));
      }
    }
  }

  /** The same in parts that are as large as can be. */
  Pulled readAll(FileSource source) {
    return readAll(source, ALL);
  }
}
