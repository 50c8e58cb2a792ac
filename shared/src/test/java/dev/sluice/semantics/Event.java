package dev.sluice.semantics;

import java.time.Instant;

/** A line of the test streams: {@code key,event time in ms,value}. */
record Event(String key, long timeMillis, long value) {

  static Event parse(String line) {
    String[] fields = line.split(",");
    return new Event(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  Instant time() {
    return Instant.ofEpochMilli(timeMillis);
  }

  String line() {
    return key + "," + timeMillis + "," + value;
  }
}
