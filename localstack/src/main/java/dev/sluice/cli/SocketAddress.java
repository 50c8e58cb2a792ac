package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where lines come from over TCP, as it is given to {@code --socket}. */
record SocketAddress(String host, int port) {
  /** Inputs that begin with it are sockets. */
  static final String SCHEME = "tcp://";

  private static final Pattern FORM = Pattern.compile("\\[?([^\\[\\]/ ]+)]?:([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;
  private static final int TIMEOUT_MILLIS = 10_000;

  /** Of {@code HOST:PORT}; empty if the text is none. */
  static Optional<SocketAddress> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(2));
    boolean plain = port > 0 && port <= MAX_PORT;
    return plain ? Optional.of(new SocketAddress(parts.group(1), port)) : Optional.empty();
  }

  /**
   * Connects, and gives what comes. The connection lasts as long as the process.
   *
   * @throws UserException if nobody answers
   */
  InputStream open() {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UserException(
          "nobody answers at "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); start what sends the lines first, such as nc -lk "
              + port);
    }
  }
}
