package dev.sluice.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** DynamoDB and S3 in a process of their own, which is killed and comes back at the same place. */
final class Stores implements AutoCloseable {
  private static final long LONGEST_MILLIS = 180_000;

  private final Path scratch;
  private final URI endpoint;
  private Life life;

  Stores(Path scratch) throws IOException, InterruptedException {
    this.scratch = scratch;
    this.endpoint = start(0);
  }

  private URI start(int port) throws IOException, InterruptedException {
    life =
        Life.start(
            scratch,
            StoresAlone.class,
            List.of(scratch.resolve("stores").toString(), Integer.toString(port)));
    return life.awaitServing(LONGEST_MILLIS);
  }

  URI endpoint() {
    return endpoint;
  }

  /**
   * SIGKILL, and after a while a new start on the same files.
   *
   * @throws IllegalStateException if it had ended by itself
   */
  void killFor(long millis) throws IOException, InterruptedException {
    if (!life.kill()) {
      throw new IllegalStateException("the stores ended by themselves:\n" + life.problems());
    }
    Thread.sleep(millis);
    start(endpoint.getPort());
  }

  @Override
  public void close() {
    life.close();
  }
}
