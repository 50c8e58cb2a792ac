package dev.sluice.local.services;

import java.io.IOException;
import java.nio.file.Path;

/** A process that takes a state directory and keeps it until it is killed. */
final class StateHolder implements AutoCloseable {
  private static final int HELD = 'h';
  private final Process process;

  private StateHolder(Process process) {
    this.process = process;
  }

  static StateHolder start(Path state) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StateHolder.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != HELD) {
      process.destroyForcibly();
      throw new IllegalStateException("the other process did not get " + state);
    }
    return new StateHolder(process);
  }

  /** What the other process does: it waits for the end of its input. */
  public static void main(String[] args) throws IOException {
    StateLock held = StateLock.take(Path.of(args[0]));
    System.out.write(HELD);
    System.out.flush();
    while (System.in.read() >= 0) {
      // nothing is sent
    }
    held.close();
  }

  boolean holds() {
    return process.isAlive();
  }

  /** Ends it as a crash would. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
