package dev.sluice.engine.checkpoint;

import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.PayloadStore;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Ids;
import dev.sluice.ports.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers entries of lanes into packs and puts them. */
final class PackWriter {
  /** A pack is put when it has so much, to bound memory: at most an entry more. */
  private static final int MAX_PACK_BYTES = 32 * 1024 * 1024;

  private final Archive archive;
  private final Logs logs;
  private final Ids ids;
  private final Clock clock;
  private final List<Manifest.Pack> packs;
  private ByteOutput content = new ByteOutput(64 * 1024);

  /**
   * @param before the packs that there are; new ones follow
   */
  PackWriter(Archive archive, Logs logs, Ids ids, Clock clock, List<Manifest.Pack> before) {
    this.archive = archive;
    this.logs = logs;
    this.ids = ids;
    this.clock = clock;
    this.packs = new ArrayList<>(before);
  }

  /** Takes in consecutive entries of a lane; where they are then. */
  List<Section> add(String lane, List<LogEntry> entries) {
    List<Section> sections = new ArrayList<>();
    int first = 0;
    ByteOutput bytes = new ByteOutput();
    for (int i = 0; i < entries.size(); i++) {
      Section.writeEntry(entries.get(i), bytes);
      boolean full = content.size() + bytes.size() > MAX_PACK_BYTES;
      if (full || i == entries.size() - 1) {
        sections.add(section(lane, entries.subList(first, i + 1), bytes.toByteArray()));
        first = i + 1;
        bytes = new ByteOutput();
        if (full) {
          flush();
        }
      }
    }
    return sections;
  }

  private Section section(String lane, List<LogEntry> entries, byte[] bytes) {
    long spilled = 0;
    long good = Long.MAX_VALUE;
    for (LogEntry each : entries) {
      Optional<Payload.Spilled> object = logs.spilled(lane, each.bytes());
      if (object.isPresent()) {
        spilled += object.get().length();
        good = Math.min(good, PayloadStore.goodUntilMillis(object.get().name()));
      }
    }
    int offset = content.size();
    content.writeRaw(bytes);
    long from = entries.get(0).number();
    long to = entries.get(entries.size() - 1).number();
    return new Section(
        from, to, packs.size(), offset, bytes.length, Payload.digest(bytes), spilled, good);
  }

  /** Puts what is left, and says which packs there are. */
  List<Manifest.Pack> packs() {
    flush();
    return List.copyOf(packs);
  }

  private void flush() {
    if (content.size() > 0) {
      String name = archive.putPack(ids.next(), content.toByteArray());
      packs.add(new Manifest.Pack(name, content.size(), clock.nowMillis()));
      content = new ByteOutput(64 * 1024);
    }
  }
}
