package dev.sluice.codec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Codecs of times: whole seconds (or days), then what is beyond in the coarsest unit that fits. */
final class Times {
  private static final int MILLIS = 0;
  private static final int MICROS = 1;
  private static final int NANOS = 2;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private Times() {}

  static Structured<Instant> instant() {
    return new Scalar<>(
        "instant",
        (out, value) -> writeNanos(out.writeSigned(value.getEpochSecond()), value.getNano()),
        Times::readInstant);
  }

  static Structured<Duration> duration() {
    return new Scalar<>(
        "duration",
        (out, value) -> writeNanos(out.writeSigned(value.getSeconds()), value.getNano()),
        in -> Duration.ofSeconds(in.readSigned(), readNanos(in)));
  }

  static Structured<LocalDate> localDate() {
    return new Scalar<>(
        "date", (out, value) -> out.writeSigned(value.toEpochDay()), Times::readDate);
  }

  private static Instant readInstant(ByteInput in) {
    long seconds = in.readSigned();
    int nanos = readNanos(in);
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new CodecException("second " + seconds + " is out of the range of instants", e);
    }
  }

  private static LocalDate readDate(ByteInput in) {
    long day = in.readSigned();
    try {
      return LocalDate.ofEpochDay(day);
    } catch (DateTimeException e) {
      throw new CodecException("day " + day + " is out of the range of dates", e);
    }
  }

  private static void writeNanos(ByteOutput out, int nanos) {
    if (nanos % NANOS_PER_MILLI == 0) {
      out.writeUnsigned(nanos / NANOS_PER_MILLI << 2 | MILLIS);
    } else if (nanos % NANOS_PER_MICRO == 0) {
      out.writeUnsigned(nanos / NANOS_PER_MICRO << 2 | MICROS);
    } else {
      out.writeUnsigned((long) nanos << 2 | NANOS);
    }
  }

  private static int readNanos(ByteInput in) {
    long coded = in.readUnsigned();
    long amount = coded >>> 2;
    int unit = (int) (coded & 3);
    int nanosPerUnit =
        switch (unit) {
          case MILLIS -> NANOS_PER_MILLI;
          case MICROS -> NANOS_PER_MICRO;
          case NANOS -> 1;
          default -> throw new CodecException("a fraction of a second has unit " + unit);
        };
    boolean coarser = unit != MILLIS && amount % 1_000 == 0;
    if (amount >= NANOS_PER_SECOND / nanosPerUnit || coarser) {
      throw new CodecException(amount + " is no fraction of a second in unit " + unit);
    }
    return (int) amount * nanosPerUnit;
  }
}
