package dev.sluice.kafka;

import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells faults that pass from faults that stay. */
final class KafkaFaults {
  private KafkaFaults() {}

  /**
   * The exception of the ports for a fault of Kafka.
   *
   * @param what what was tried, for the message: "write into topic 'x'"
   */
  static RuntimeException translate(String what, Throwable fault) {
    String message =
        "could not " + what + ": " + fault.getClass().getSimpleName() + ": " + fault.getMessage();
    return fault instanceof RetriableException
        ? new StoreUnavailableException(message + "; it may work later", fault)
        : new StoreRefusedException(
            message + "; repeating will not help: check that it exists, and what the brokers allow",
            fault);
  }
}
