package dev.sluice.ports;

/**
 * Names that nobody else has, for what only one attempt may know: staged objects, for one. They
 * never show in a result.
 */
public interface Ids {

  /** A name that no other call gives, anywhere: letters, digits and {@code -} only. */
  String next();
}
