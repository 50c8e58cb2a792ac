package dev.sluice.engine.checkpoint;

import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.Append;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lanes of an app as a checkpoint sees them that needs nothing but itself: what entries keep in
 * objects of their own is copied beside it when they are read, and they name the copy. Copies are
 * named by their content, so that whoever begins again finds them.
 */
final class KeptLog implements LogStore {
  private final LogStore log;
  private final Logs logs;
  private final String place;
  private final Set<String> copied = new HashSet<>();

  /**
   * @param place what the names of copies begin with; it ends with a slash
   */
  KeptLog(LogStore log, Logs logs, String place) {
    this.log = log;
    this.logs = logs;
    this.place = place;
  }

  @Override
  public Optional<LogEntry> head(String lane) {
    return log.head(lane).map(each -> kept(lane, each));
  }

  @Override
  public List<LogEntry> read(String lane, long fromNumber, int limit) {
    return log.read(lane, fromNumber, limit).stream().map(each -> kept(lane, each)).toList();
  }

  /** Nothing is written by whoever takes a checkpoint. */
  @Override
  public Append append(String lane, long number, byte[] entry, Instant expiry) {
    throw new UnsupportedOperationException("a checkpoint only reads lanes");
  }

  private LogEntry kept(String lane, LogEntry entry) {
    return new LogEntry(
        entry.number(), logs.moved(lane, entry.bytes(), this::copy), entry.expiry());
  }

  private Payload copy(byte[] content) {
    String digest = Payload.digest(content);
    String name = place + Archive.BULK + digest;
    return copied.add(name)
        ? logs.payloads().spill(name, content)
        : new Payload.Spilled(name, content.length, digest);
  }
}
