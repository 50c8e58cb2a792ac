package dev.sluice.examples.oil;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The readings of each window and pump, all of them kept. */
final class OracleWindows {
  private final String operator;
  private final long size;
  private final long slide;
  private final NavigableMap<Long, NavigableMap<String, List<OracleReading>>> byEnd =
      new TreeMap<>();

  OracleWindows(String operator, long size, long slide) {
    this.operator = operator;
    this.size = size;
    this.slide = slide;
  }

  String operator() {
    return operator;
  }

  /**
   * Gives a reading to each of its windows that is open still.
   *
   * @param watermark the one before the reading's interval
   * @return whether there was any
   */
  boolean take(OracleReading reading, long watermark) {
    boolean taken = false;
    long last = lastEnd(reading);
    for (long end = last; end - size <= reading.millis() && end > reading.millis(); end -= slide) {
      if (end > watermark) {
        byEnd
            .computeIfAbsent(end, key -> new TreeMap<>())
            .computeIfAbsent(reading.resid(), key -> new ArrayList<>())
            .add(reading);
        taken = true;
      }
    }
    return taken;
  }

  /** What the late output says of a reading. */
  OilPumpOracle.Late missed(OracleReading reading) {
    long end = lastEnd(reading);
    return new OilPumpOracle.Late(
        operator,
        Instant.ofEpochMilli(end - size),
        Instant.ofEpochMilli(end),
        Instant.ofEpochMilli(reading.millis()),
        reading.resid());
  }

  /** Calls for each window's end and pump, in order, with the readings. */
  void forEach(BiConsumer<Long, List<OracleReading>> call) {
    byEnd.forEach((end, pumps) -> pumps.values().forEach(readings -> call.accept(end, readings)));
  }

  /** The end of the last window that begins at or before the reading. */
  private long lastEnd(OracleReading reading) {
    return Math.floorDiv(reading.millis(), slide) * slide + size;
  }
}
