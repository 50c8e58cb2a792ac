package dev.sluice.examples.oil;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the oil-pump app must write, computed in the plainest way from all lines at once, by code
 * that shares nothing with the engine or the app. Input is what arrived, in the order of arrival
 * (records of a shard with stamps that do not decrease); the input ends for good after it, so every
 * window closes. Duplicates in the stream count as records of their own.
 */
public final class OilPumpOracle {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** No event time, no watermark yet. */
  private static final long NONE = Long.MIN_VALUE;

  /** A record as it stands in the stream. */
  public record Arrival(long stampMillis, String partitionKey, String line) {}

  /** A value that no window took: its operator, the last window it belongs to, its time. */
  public record Late(
      String operator, Instant windowStart, Instant windowEnd, Instant time, String resid) {}

  /**
   * All there must be, by directory; the rows of all parts together, in the order of their keys.
   *
   * @param files alerts, alerts-enriched, pressure and daily
   * @param deadLetters the data of the lines that do not parse
   * @param late in the order of arrival
   */
  public record Expected(
      NavigableMap<String, List<String>> files,
      NavigableMap<String, List<String>> deadLetters,
      NavigableMap<String, List<Late>> late) {}

  private record Keyed(String partitionKey, String row) {}

  private final long intervalMillis;
  private final long outOfOrdernessMillis;
  private final OracleTables tables;

  /** Without tables. */
  public OilPumpOracle(Duration interval, Duration outOfOrderness) {
    this(interval, outOfOrderness, List.of(), List.of());
  }

  /** With the lines of the vendor and maintenance tables. */
  public OilPumpOracle(
      Duration interval, Duration outOfOrderness, List<String> vendor, List<String> maintenance) {
    this.intervalMillis = interval.toMillis();
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    this.tables = new OracleTables(vendor, maintenance);
  }

  /** Everything that must be written when these records arrived and no others follow. */
  public Expected expect(List<Arrival> arrivals) {
    NavigableMap<Long, List<Arrival>> byBorder = new TreeMap<>();
    for (Arrival each : arrivals) {
      long border = (Math.floorDiv(each.stampMillis, intervalMillis) + 1) * intervalMillis;
      add(byBorder, border, each);
    }
    Expected expected = new Expected(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    OracleWindows pressure = new OracleWindows("pressure", HOUR, HOUR / 6);
    OracleWindows daily = new OracleWindows("daily", DAY, DAY);
    long newest = NONE;
    for (var interval : byBorder.entrySet()) {
      String name = "-" + interval.getKey() + ".csv";
      long watermark = newest == NONE ? NONE : newest - outOfOrdernessMillis;
      NavigableMap<String, List<Keyed>> alerts = new TreeMap<>();
      for (Arrival arrival : interval.getValue()) {
        Optional<OracleReading> read = OracleReading.of(arrival.line);
        if (read.isEmpty()) {
          add(expected.deadLetters, "dead-letter/sensors" + name, arrival.line);
          continue;
        }
        OracleReading reading = read.get();
        boolean far = reading.millis() > arrival.stampMillis + HOUR;
        newest = far ? newest : Math.max(newest, Math.min(reading.millis(), interval.getKey()));
        alert(arrival, reading, name, alerts);
        for (OracleWindows windows : List.of(pressure, daily)) {
          if (far || !windows.take(reading, watermark)) {
            add(expected.late, "late/" + windows.operator() + name, windows.missed(reading));
          }
        }
      }
      alerts.forEach((directory, rows) -> expected.files.put(directory, inOrder(rows)));
    }
    pressure.forEach(
        (end, readings) ->
            add(expected.files, "pressure-" + end + ".csv", pressureRow(end, readings)));
    daily.forEach(
        (end, readings) -> add(expected.files, "daily-" + end + ".csv", dailyRow(end, readings)));
    return expected;
  }

  private static String pressureRow(long end, List<OracleReading> readings) {
    return Instant.ofEpochMilli(end - HOUR)
        + ","
        + Instant.ofEpochMilli(end)
        + ","
        + readings.get(0).resid()
        + ","
        + readings.size()
        + ","
        + OracleNumbers.min(readings, OracleReading::psi)
        + ","
        + OracleNumbers.max(readings, OracleReading::psi)
        + ","
        + OracleNumbers.average(readings, OracleReading::psi);
  }

  private static String dailyRow(long end, List<OracleReading> readings) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(end - DAY), ZoneOffset.UTC);
    StringBuilder row = new StringBuilder(readings.get(0).resid());
    row.append(',').append(date).append(',').append(readings.size());
    List<Function<OracleReading, Double>> measures =
        List.of(
            OracleReading::hz,
            OracleReading::displacement,
            OracleReading::flow,
            OracleReading::psi);
    for (Function<OracleReading, Double> measure : measures) {
      row.append(',').append(OracleNumbers.max(readings, measure));
      row.append(',').append(OracleNumbers.min(readings, measure));
      row.append(',').append(OracleNumbers.average(readings, measure));
    }
    return row.toString();
  }

  private void alert(
      Arrival arrival, OracleReading reading, String name, NavigableMap<String, List<Keyed>> rows) {
    if (reading.psi() < 5.0) {
      String key = arrival.partitionKey;
      add(rows, "alerts" + name, new Keyed(key, arrival.line));
      for (String row : tables.enriched(reading)) {
        add(rows, "alerts-enriched" + name, new Keyed(key, row));
      }
    }
  }

  private static List<String> inOrder(List<Keyed> rows) {
    Comparator<byte[]> bytes = Arrays::compareUnsigned;
    rows.sort(
        Comparator.comparing(row -> row.partitionKey.getBytes(StandardCharsets.UTF_8), bytes));
    return rows.stream().map(Keyed::row).toList();
  }

  private static <K, T> void add(NavigableMap<K, List<T>> rows, K place, T row) {
    rows.computeIfAbsent(place, key -> new ArrayList<>()).add(row);
  }

  /**
   * Puts the rows of all parts of a directory together, to be compared with what is expected.
   *
   * @param parts the lines of each part
   * @param keyColumn which column the parts are sorted by: 2 for pressure, 0 for the others
   * @throws AssertionError if a part is not sorted, or a key is in two parts
   */
  public static List<String> together(List<List<String>> parts, int keyColumn) {
    NavigableMap<String, List<String>> byKey = new TreeMap<>();
    for (List<String> part : parts) {
      NavigableMap<String, List<String>> mine = new TreeMap<>();
      for (String row : part) {
        String key = row.split(",", -1)[keyColumn];
        if (!mine.isEmpty() && key.compareTo(mine.lastKey()) < 0) {
          throw new AssertionError("row '" + row + "' comes behind key " + mine.lastKey());
        }
        add(mine, key, row);
      }
      mine.forEach(
          (key, rows) -> {
            if (byKey.put(key, rows) != null) {
              throw new AssertionError("key " + key + " is in two parts");
            }
          });
    }
    return byKey.values().stream().flatMap(List::stream).toList();
  }
}
