package dev.sluice.local.services;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the local services are to run.
 *
 * @param state the directory that holds tables and objects from one run to the next; empty: all in
 *     memory, gone with the process
 * @param port the port of the endpoint, 0 for a free one
 */
public record LocalOptions(Optional<Path> state, int port) {

  private static final int MAX_PORT = 65_535;

  /** Checks the port. */
  public LocalOptions {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "Port "
              + port
              + " does not exist. Ports are 1 to "
              + MAX_PORT
              + ", or 0 for a free one.");
    }
  }

  /** In memory, on a free port: for tests and short demonstrations. */
  public static LocalOptions temporary() {
    return new LocalOptions(Optional.empty(), 0);
  }

  /** Kept in a directory, on a free port. */
  public static LocalOptions keptIn(Path state) {
    return new LocalOptions(Optional.of(state), 0);
  }

  /** The same, on another port. */
  public LocalOptions withPort(int port) {
    return new LocalOptions(state, port);
  }
}
