package dev.sluice.cli;

import dev.sluice.local.run.QuietSender;
import dev.sluice.local.services.LocalClients;
import java.net.URI;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/**
 * Sends lines to a process that comes and goes, in small calls. A call without an answer is made
 * again with its number, which the endpoint remembers: it lands once. A call that is refused means
 * that something acknowledged was lost, or is there twice.
 */
final class OutsideProducer implements AutoCloseable {
  /** The name under which {@code run --input} goes on. */
  private static final String NAME = "input";

  private static final int MOST_LINES = 10;
  private static final int LONGEST_PAUSE_MILLIS = 30;
  private static final int BAD_REQUEST = 400;

  private final List<byte[]> lines;
  private final String stream;
  private final Random random;
  private final Thread thread = new Thread(this::run, "producer");
  private URI endpoint;
  private long allowed;
  private long acknowledged;
  private long cut;
  private RuntimeException failure;
  private boolean closed;

  OutsideProducer(String stream, List<byte[]> lines, long seed) {
    this.stream = stream;
    this.lines = lines;
    this.random = new Random(seed);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where the stream is from now on, and how many lines may be sent by the end of this life. */
  synchronized void sendTo(URI here, long upTo) {
    endpoint = here;
    allowed = upTo;
    notifyAll();
  }

  /** The process is gone. */
  synchronized void pause() {
    endpoint = null;
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  /** Calls that found no answer. */
  synchronized long cut() {
    return cut;
  }

  synchronized void awaitAll() throws InterruptedException {
    while (acknowledged < lines.size() && failure == null) {
      wait();
    }
  }

  /**
   * @throws RuntimeException if a call was refused
   */
  synchronized void check() {
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    URI before = null;
    KinesisClient kinesis = null;
    int to = 0;
    try {
      for (URI here = next(); here != null; here = next()) {
        if (!here.equals(before)) {
          kinesis = new LocalClients(here).kinesis();
          before = here;
        }
        int from = (int) acknowledged();
        if (to == from) { // else the call before had no answer, and is made again as it was
          to = Math.min(lines.size(), from + 1 + random.nextInt(MOST_LINES));
        }
        try {
          QuietSender.to(kinesis, stream, NAME).send(lines.subList(from, to).iterator(), from);
          landed(to);
        } catch (SdkException e) {
          if (e instanceof KinesisException refused && refused.statusCode() == BAD_REQUEST) {
            throw e;
          }
          unanswered();
        }
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      }
    } catch (RuntimeException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is somebody to send to, and something that may be sent. */
  private synchronized URI next() throws InterruptedException {
    while (!closed && (endpoint == null || acknowledged >= Math.min(allowed, lines.size()))) {
      wait();
    }
    return closed ? null : endpoint;
  }

  private synchronized void landed(long count) {
    acknowledged = count;
    notifyAll();
  }

  private synchronized void unanswered() {
    cut++;
  }

  private synchronized void failed(RuntimeException e) {
    failure = e;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    notifyAll();
  }
}
