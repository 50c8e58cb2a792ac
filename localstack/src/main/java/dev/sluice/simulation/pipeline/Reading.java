package dev.sluice.simulation.pipeline;

/** A record of a random app: {@code key,event time in ms,value}. */
record Reading(String key, long timeMillis, long value) {

  static Reading parse(String line) {
    String[] fields = line.split(",");
    return new Reading(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  Reading plus(long more) {
    return new Reading(key, timeMillis, value + more);
  }

  String line() {
    return key + "," + timeMillis + "," + value;
  }
}
