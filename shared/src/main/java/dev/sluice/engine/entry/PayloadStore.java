package dev.sluice.engine.entry;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Ids;
import dev.sluice.ports.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts bulk where it is cheapest and finds it again. */
public final class PayloadStore {
  /**
   * Above this size bulk goes to an object: a put to S3 costs as much as 8 write units of 1 KB (us-
   * east-1: $0.005 for 1,000 puts, $0.625 for a million units).
   */
  static final int SPILL_BYTES = 8 * 1024;

  /** What the names of objects begin with that go with their entries; a day follows. */
  public static final String SPILL = "spill/";

  /** What a payload takes of its entry at most: itself, or the name of its object. */
  public static final int MAX_ENTRY_PART_BYTES = SPILL_BYTES + 8;

  private final ObjectStore spills;
  private final Ids ids;
  private final Clock clock;
  private final Duration lifetime;
  private final int partBytes;

  public PayloadStore(ObjectStore spills, Ids ids, Clock clock, Duration lifetime) {
    this(spills, ids, clock, lifetime, ObjectStore.MAX_OBJECT_BYTES);
  }

  /**
   * @param partBytes what an object may hold
   */
  PayloadStore(ObjectStore spills, Ids ids, Clock clock, Duration lifetime, int partBytes) {
    this.spills = spills;
    this.ids = ids;
    this.clock = clock;
    this.lifetime = lifetime;
    this.partBytes = partBytes;
  }

  /**
   * Keeps bulk for an entry that is about to be put. A spilled object has a name that only this
   * attempt knows, below the day on which a broom may remove it: a day after its entry.
   */
  public Payload store(String lane, long number, byte[] bytes) {
    if (bytes.length <= SPILL_BYTES) {
      return new Payload.Inline(bytes);
    }
    return spill(SPILL + expiryDay() + "/" + lane + "/" + number + "-" + ids.next(), bytes);
  }

  /** As {@link #store}, for an entry of the control lane. */
  Payload storeControl(byte[] bytes) {
    return bytes.length <= SPILL_BYTES
        ? new Payload.Inline(bytes)
        : spill(SPILL + expiryDay() + "/" + Lanes.CONTROL + "/" + ids.next(), bytes);
  }

  /** Keeps bulk for good: no broom goes below {@code keep/}. */
  Payload keepControl(byte[] bytes) {
    return bytes.length <= SPILL_BYTES
        ? new Payload.Inline(bytes)
        : spill("keep/" + Lanes.CONTROL + "/" + ids.next(), bytes);
  }

  private LocalDate expiryDay() {
    return Instant.ofEpochMilli(clock.nowMillis())
        .plus(lifetime)
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .plusDays(1);
  }

  /**
   * From when on a broom may remove a spilled object, {@link Long#MAX_VALUE} for never: the start
   * of the day that its name has.
   */
  public static long goodUntilMillis(String name) {
    if (!name.startsWith(SPILL)) {
      return Long.MAX_VALUE;
    }
    String day = name.substring(SPILL.length(), name.indexOf('/', SPILL.length()));
    return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /**
   * Keeps bulk in an object, or in several where it is larger than one may be.
   *
   * @param name that nothing but these bytes has
   */
  public Payload.Spilled spill(String name, byte[] bytes) {
    Payload.Spilled spilled = new Payload.Spilled(name, bytes.length, Payload.digest(bytes));
    List<String> parts = spilled.objects(partBytes);
    for (int i = 0; i < parts.size(); i++) {
      int from = i * partBytes;
      put(
          parts.get(i),
          parts.size() == 1
              ? bytes
              : Arrays.copyOfRange(bytes, from, Math.min(bytes.length - from, partBytes) + from));
    }
    return spilled;
  }

  private void put(String name, byte[] bytes) {
    // It is there already if the answer to the first try was lost and the client tried again.
    if (spills.putIfAbsent(name, bytes) == ObjectStore.Put.EXISTS
        && !spills.get(name).filter(there -> Arrays.equals(there, bytes)).isPresent()) {
      throw new ProtocolException("SLUICE-E01", "the spill name " + name + " is not unique");
    }
  }

  /** All bytes of an entry's bulk. */
  byte[] read(Payload payload) {
    return read(payload, 0, payload.length());
  }

  /**
   * The bytes {@code [offset, offset + length)} of an entry's bulk. Where that is all of it, it is
   * compared with the digest that the entry has.
   *
   * @throws ProtocolException SLUICE-E02 if it is gone, or not what was put
   */
  public byte[] read(Payload payload, int offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    if (payload instanceof Payload.Inline inline) {
      return offset == 0 && length == inline.bytes().length
          ? inline.bytes()
          : Arrays.copyOfRange(inline.bytes(), offset, offset + length);
    }
    Payload.Spilled spilled = (Payload.Spilled) payload;
    return find(spilled, offset, length)
        .orElseThrow(
            () ->
                new ProtocolException(
                    "SLUICE-E02",
                    "bytes "
                        + offset
                        + " to "
                        + (offset + length)
                        + " of "
                        + spilled.name()
                        + " are missing or not what was put: it was removed or changed while an"
                        + " entry still needs it"));
  }

  /** All of a spilled bulk, if it is there as it was put. */
  public Optional<byte[]> find(Payload.Spilled spilled) {
    return find(spilled, 0, spilled.length());
  }

  private Optional<byte[]> find(Payload.Spilled spilled, int offset, int length) {
    boolean comparable = length == spilled.length() && !spilled.digest().isEmpty();
    return bytes(spilled, offset, length)
        .filter(found -> !comparable || Payload.digest(found).equals(spilled.digest()));
  }

  private Optional<byte[]> bytes(Payload.Spilled spilled, int offset, int length) {
    List<String> parts = spilled.objects(partBytes);
    if (parts.size() == 1) {
      return spills.getRange(parts.get(0), offset, length).filter(found -> found.length == length);
    }
    byte[] all = new byte[length];
    for (int at = 0; at < length; ) {
      int place = offset + at;
      int wanted = Math.min(length - at, partBytes - place % partBytes);
      Optional<byte[]> part =
          spills.getRange(parts.get(place / partBytes), place % partBytes, wanted);
      if (part.isEmpty() || part.get().length != wanted) {
        return Optional.empty();
      }
      System.arraycopy(part.get(), 0, all, at, wanted);
      at += wanted;
    }
    return Optional.of(all);
  }
}
