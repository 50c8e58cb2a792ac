package dev.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Random;

/**
 * Makes lines of readings, as pumps would send them, at an even rate.
 *
 * @param keys how many pumps take turns
 * @param perSecond how many readings arrive in a second
 * @param disorderMillis how old a reading is at most when it arrives; ages are spread evenly
 */
record Readings(int keys, int perSecond, long disorderMillis) {
  static final long START_MILLIS = Instant.parse("2026-03-10T00:00:00Z").toEpochMilli();

  /** What follows the time in a line; one in a thousand has less than 5 psi. */
  private static final String[] MEASURES = measures(1000);

  private static String[] measures(int count) {
    Random random = new Random(1);
    String[] measures = new String[count];
    for (int i = 0; i < count; i++) {
      measures[i] =
          String.format(
              Locale.ROOT,
              ",%.2f,%.3f,%d,%.2f,%.1f,%.2f",
              9 + 2 * random.nextDouble(),
              1.5 + random.nextDouble(),
              800 + random.nextInt(200),
              2 * random.nextDouble(),
              i == 0 ? 4.5 : 60 + 30 * random.nextDouble(),
              2 * random.nextDouble());
    }
    return measures;
  }

  /** When the reading with a number arrives. */
  long stampMillis(long number) {
    return START_MILLIS + number * 1000 / perSecond;
  }

  String pump(long number) {
    return "PUMP" + number % keys;
  }

  byte[] line(long number, Random random) {
    long age = disorderMillis == 0 ? 0 : (long) (random.nextDouble() * disorderMillis);
    return line(pump(number), stampMillis(number) - age, random);
  }

  static byte[] line(String pump, long millis, Random random) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000), 0, ZoneOffset.UTC);
    StringBuilder line = new StringBuilder(64).append(pump).append(',');
    line.append(time.getMonthValue()).append('/').append(time.getDayOfMonth());
    line.append('/').append(time.getYear()).append(',').append(time.getHour());
    twoDigits(line.append(':'), time.getMinute());
    twoDigits(line.append(':'), time.getSecond());
    line.append(MEASURES[random.nextInt(MEASURES.length)]);
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void twoDigits(StringBuilder line, int number) {
    line.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
