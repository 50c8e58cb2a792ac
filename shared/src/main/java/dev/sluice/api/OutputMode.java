package dev.sluice.api;

/** What an operator's results of a batch are to those of earlier batches, as in Spark. */
public enum OutputMode {
  /** Each result stands for itself and is final. */
  APPEND,
  /** A key's result replaces the key's results of earlier batches; keys without a new one stay. */
  UPDATE,
  /** The results of a batch replace all that came before. */
  COMPLETE
}
