package dev.sluice.engine;

import dev.sluice.memory.MemoryRecord;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source.Probe;
import dev.sluice.ports.Source.Shard;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A stream as an app's own source, which lists lanes late, fails, gives few records and says
 * little.
 *
 * @param listed from when on shards are listed, in milliseconds
 */
record FaultyPull(MemoryStream stream, Trouble trouble, Clock clock, Map<String, Long> listed)
    implements PullSource {

  @Override
  public List<Shard> lanes() {
    trouble.before("listing");
    return stream.shards(stream.name()).stream()
        .filter(each -> listed.getOrDefault(each.id(), 0L) <= clock.nowMillis())
        .toList();
  }

  @Override
  public Pulled read(String lane, Position after, int maxRecords) throws IOException {
    trouble.before("pull");
    if (trouble.happens("failed pull", trouble.chances.faults())) {
      throw new IOException("connection reset");
    }
    long now = clock.nowMillis();
    int most = Math.min(maxRecords, 1 + trouble.random.nextInt(trouble.chances.maxCall()));
    List<MemoryRecord> records = stream.read(lane, after, most);
    Probe behind = stream.probe(stream.name(), lane, after);
    trouble.after("pull");
    if (trouble.happens("pull that says nothing", trouble.chances.redeliveries())) {
      return Pulled.unknown();
    } else if (!records.isEmpty()) {
      return Pulled.some(records.stream().map(FaultyPull::pulled).toList());
    }
    return behind.ended()
        ? Pulled.ended(behind.children())
        : Pulled.idleUntil(now - Script.MAX_SKEW_MILLIS);
  }

  private static PulledRecord pulled(MemoryRecord record) {
    return new PulledRecord(
        Position.of(record.sequence()), record.stampMillis(), record.partitionKey(), record.data());
  }
}
