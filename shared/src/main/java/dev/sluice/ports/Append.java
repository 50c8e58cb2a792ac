package dev.sluice.ports;

/** What became of an attempt to append an entry to a lane. */
public sealed interface Append {

  /** The entry is in the log: this attempt put it, or finds exactly its own bytes there. */
  record Appended() implements Append {}

  /** Another entry has that number. Whoever sees this reads the head and starts over. */
  record Lost() implements Append {}

  /** The store refuses for now, or did not answer; the entry may or may not have landed. */
  record Throttled(String reason) implements Append {}

  /** The entry exceeds the store's limit for one item and was not put. */
  record TooLarge(long sizeBytes, long limitBytes) implements Append {}
}
