package dev.sluice.engine;

/** The death of a process: nothing catches it but the world. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash(String where) {
    super(where);
  }
}
