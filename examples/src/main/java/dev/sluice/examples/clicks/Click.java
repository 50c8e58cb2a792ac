package dev.sluice.examples.clicks;

import java.time.Instant;

/**
 * A click on a page.
 *
 * @param time when it happened
 * @param page the page's path
 * @param millis how long the page took to load, in milliseconds
 */
public record Click(Instant time, String page, long millis) {

  /**
   * Reads {@code 2026-03-10T09:00:01Z,/home,120}.
   *
   * @throws IllegalArgumentException if the line is something else
   */
  public static Click parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException("a click has time,page,millis");
    }
    return new Click(Instant.parse(fields[0]), fields[1], Long.parseLong(fields[2]));
  }
}
