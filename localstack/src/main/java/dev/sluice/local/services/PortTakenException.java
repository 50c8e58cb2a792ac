package dev.sluice.local.services;

/** The port that the local services should listen on can't be had. */
public final class PortTakenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int port;

  PortTakenException(int port, Throwable cause) {
    super(
        "Port "
            + port
            + " can't be opened ("
            + innermost(cause).getMessage()
            + "). Usually LocalStack or another local run of Sluice is listening there."
            + " Stop it, or choose another port: --port 0 takes a free one.",
        cause);
    this.port = port;
  }

  /** The port that was asked for. */
  public int port() {
    return port;
  }

  private static Throwable innermost(Throwable error) {
    return error.getCause() == null ? error : innermost(error.getCause());
  }
}
