package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a process is doing when it is killed. */
enum Aim {
  /** It starts: some milliseconds behind its beginning. */
  START("", 1),
  /** It serves: some milliseconds behind the time when it is ready. */
  ANY("", 1),
  /** It takes records: the journal of the streams changes. */
  JOURNAL("state/kinesis", 20),
  /** It commits: the tables change. */
  COMMIT("dynamodb", 60),
  /** It publishes: the bucket of results gets a directory. */
  PUBLISH("s3/killed", 5),
  /** It copies results: the directory of results gets a directory. */
  COPY("out", 5);

  private final String directory;

  /** Up to the how-manieth change is waited for. */
  final int mostChanges;

  Aim(String directory, int mostChanges) {
    this.directory = directory;
    this.mostChanges = mostChanges;
  }

  /** Whether it is about a directory, which is watched. */
  boolean watches() {
    return !directory.isEmpty();
  }

  /**
   * Sees changes of the directory from now on.
   *
   * @param stores the directory of tables and objects
   */
  Watch watch(Path scratch, String stores) throws IOException {
    String place = this == COMMIT || this == PUBLISH ? stores : ".";
    Path watched = Files.createDirectories(scratch.resolve(place).resolve(directory));
    WatchService service = watched.getFileSystem().newWatchService();
    if (this == JOURNAL || this == COMMIT) {
      watched.register(
          service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    } else {
      watched.register(service, StandardWatchEventKinds.ENTRY_CREATE);
    }
    return new Watch(service);
  }

  /** Counts changes. */
  record Watch(WatchService service) implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    /** Forgets what has changed so far. */
    void forget() {
      for (WatchKey key = service.poll(); key != null; key = service.poll()) {
        key.pollEvents();
        key.reset();
      }
    }

    /** Whether there were so many changes before the time was over or somebody gave up. */
    boolean await(int changes, long millis, BooleanSupplier goOn) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      int seen = 0;
      while (seen < changes && System.nanoTime() < deadline && goOn.getAsBoolean()) {
        WatchKey key = service.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          seen += key.pollEvents().stream().mapToInt(WatchEvent::count).sum();
          key.reset();
        }
      }
      return seen >= changes;
    }

    @Override
    public void close() throws IOException {
      service.close();
    }
  }
}
