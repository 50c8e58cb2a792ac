package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.ObjectStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the sections of a checkpoint, and looks that they are as they were put. */
final class Sections {
  private final ObjectStore objects;
  private final Manifest manifest;

  Sections(ObjectStore objects, Manifest manifest) {
    this.objects = objects;
    this.manifest = manifest;
  }

  /**
   * The entries of a section.
   *
   * @param expiry of those that are not kept for good
   * @throws CodecException if they are gone, or not as they were put
   */
  List<LogEntry> read(Section section, Instant expiry) {
    Optional<byte[]> bytes =
        objects.getRange(pack(section).name(), section.offset(), section.length());
    return checked(section, bytes.orElse(new byte[0]), expiry);
  }

  /** As {@link #read}, from a pack that is in memory. */
  List<LogEntry> read(Section section, byte[] pack, Instant expiry) {
    int from = (int) Math.min(section.offset(), pack.length);
    int to = (int) Math.min(section.offset() + section.length(), pack.length);
    return checked(section, Arrays.copyOfRange(pack, from, to), expiry);
  }

  private List<LogEntry> checked(Section section, byte[] bytes, Instant expiry) {
    if (!Payload.digest(bytes).equals(section.digest())) {
      throw new CodecException(
          "pack "
              + pack(section).name()
              + " is gone, or other than it was put, from byte "
              + section.offset()
              + " on");
    }
    return section.entries(bytes, expiry);
  }

  private Manifest.Pack pack(Section section) {
    return manifest.packs().get(section.pack());
  }
}
