package @package@;

import java.time.Instant;

/**
 * What one line of the stream says.
 *
 * @param time when it happened
 * @param key to whom, or where
 * @param value how much
 */
record Event(Instant time, String key, long value) {

  /**
   * Reads {@code 2026-03-10T09:00:01Z,north,120}.
   *
   * @throws IllegalArgumentException if the line is something else
   * @throws java.time.DateTimeException if its time is none
   */
  static Event parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException("a line has time,key,value");
    }
    return new Event(Instant.parse(fields[0]), fields[1], Long.parseLong(fields[2]));
  }
}
