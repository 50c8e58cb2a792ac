package dev.sluice.simulation;

import dev.sluice.api.StreamApp;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An app that also copies the lines of files. When a file is found is up to who looks, so batches
 * come where nobody foresees them: of the app's own results nothing is known then. But each file
 * comes out once, whole, in one batch, and what was published once stays as it is.
 */
public final class WithFiles extends Wrapped {
  private static final String PREFIX = "in";
  private static final String COPIES = "copied-files";
  private static final int RECORDS_BETWEEN = 5;
  private static final int MOST_LINES = 12;

  /**
   * @param subject the app beside
   */
  public WithFiles(Subject subject) {
    super(subject);
  }

  @Override
  public String name() {
    return "files, and " + subject().name();
  }

  @Override
  public Subject in(Trouble trouble) {
    return new WithFiles(subject().in(trouble));
  }

  @Override
  public StreamApp app() {
    return context -> {
      subject().app().define(context);
      context.textFileStream(PREFIX).saveAsTextFiles(COPIES);
    };
  }

  @Override
  public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
    return Optional.empty();
  }

  /** The events with files among them. */
  static List<Event> among(List<Event> events, long seed) {
    Random random = new Random(seed);
    List<Event> all = new ArrayList<>();
    int files = 0;
    for (Event each : events) {
      all.add(each);
      if (random.nextInt(RECORDS_BETWEEN) == 0) {
        String file = "f" + files++;
        List<String> lines = new ArrayList<>();
        for (int line = random.nextInt(MOST_LINES); line >= 0; line--) {
          lines.add(file + " " + line);
        }
        all.add(new Event.File(each.atMillis(), PREFIX + "/" + file, lines));
      }
    }
    return all;
  }

  /** What is wrong with the copies of a run. */
  static List<String> violations(Run run) {
    List<String> violations = run.stores.places().violations(run.stores.own());
    violations.addAll(
        new Copies(PREFIX, COPIES, run.stores, run.cloud.settings.intervalMillis())
            .violations(run.clocksAreRight()));
    return violations;
  }

  /** Some file may go. */
  static void mayRemoveOne(Stores stores, Trouble trouble) {
    stores.inbox.mayRemoveOne(trouble, PREFIX, stores);
  }

  /**
   * The files of batches of which nothing is published: they may go with a table that is lost.
   *
   * @param intervalMillis the batch interval
   */
  static Predicate<String> unpublished(Stores stores, long intervalMillis) {
    SortedMap<String, SortedSet<Long>> stamps = Inbox.stamps(PREFIX, stores);
    Set<String> published = stores.files().keySet();
    return name ->
        stamps.getOrDefault(name, new TreeSet<>()).stream()
            .map(stamp -> "-" + (Math.floorDiv(stamp, intervalMillis) + 1) * intervalMillis)
            .noneMatch(batch -> published.stream().anyMatch(each -> each.contains(batch)));
  }
}
