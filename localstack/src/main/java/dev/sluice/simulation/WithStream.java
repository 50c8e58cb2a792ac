package dev.sluice.simulation;

import dev.sluice.api.DStream;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.api.state.StateSpec;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * An app beside which there is a stream that it does not read. Its changed version does: into a
 * union with the app's first stream, behind which state by key is there from the start, and into
 * sinks of its own. The version behind that goes on reading it, and filters all of it out, as the
 * lanes of a stream that nobody reads would hold all batches back.
 */
final class WithStream extends Wrapped {
  /** No app has such a stream of its own. */
  static final String STREAM = "stream-of-simulation";

  /** The lines of the app's first stream, and those with what the other stream brings. */
  static final String LINES = "lines-by-simulation";

  static final String UNION = "union-by-simulation";

  /** Each line of the union is numbered among those of its length. */
  static final String NUMBERS = "union-numbers-by-simulation";

  /** What only the changed version has: the lines of the other stream, and their lengths. */
  static final String MORE = Changed.ADDED + "-stream";

  static final String MORE_COUNTS = Changed.ADDED + "-stream-counts";

  /** One history of so many adds a stream that can. */
  private static final int DRAWN = 3;

  private static final int CHOICE = 52_067;
  private static final int INPUT = 1_019;

  /** So many records of the app come for each of the other stream. */
  private static final int FEWER = 3;

  /** They come in one piece with those of the app. */
  private static final Set<Fault> OF_THE_APP =
      Set.of(
          Fault.HOURS_PASS, Fault.LAYOUT_CHANGE, Fault.CHANGED_BACK, Fault.OLD_CODE, Fault.TOO_OLD);

  private final boolean mapped;

  private WithStream(Subject subject, boolean mapped) {
    super(subject);
    this.mapped = mapped;
  }

  /** The same app, in some histories with a stream beside it. */
  static Subject drawn(Subject subject, long history) {
    Random random = new Random(history * 31 + CHOICE);
    return random.nextInt(DRAWN) == 0 ? new WithStream(subject, random.nextBoolean()) : subject;
  }

  /** Whether the stream has a mapping before the app reads it; else that comes with the change. */
  boolean isMapped() {
    return mapped;
  }

  @Override
  public StreamApp app() {
    return context -> define(context, lines(context));
  }

  /** Defines the version that has more. */
  void defineChanged(StreamContext context) {
    DStream<String> more = context.kinesis(STREAM, TEXT);
    define(context, lines(context).union(more));
    more.saveAsTextFiles(MORE);
    lengths(more).named(MORE_COUNTS).reduceByKey(Long::sum).saveAsTextFiles(MORE_COUNTS);
  }

  /** Defines the version behind that. */
  void defineBack(StreamContext context) {
    DStream<String> nothing = context.kinesis(STREAM, TEXT).filter(line -> false);
    define(context, lines(context).union(nothing));
    context.retired(MORE, MORE_COUNTS);
  }

  private DStream<String> lines(StreamContext context) {
    return context.kinesis(streams().get(0), TEXT);
  }

  private void define(StreamContext context, DStream<String> union) {
    subject().app().define(context);
    lines(context).saveAsTextFiles(LINES);
    union.saveAsTextFiles(UNION);
    lengths(union)
        .named(NUMBERS)
        .mapWithState(StateSpec.function(Changed::number, Codecs.int64()))
        .saveAsTextFiles(NUMBERS);
  }

  private static PairDStream<Integer, Long> lengths(DStream<String> lines) {
    return lines.mapToPair(line -> Pair.of(line.length(), 1L), Codecs.int32(), Codecs.int64());
  }

  /** Whether a file or a directory is of what is there from the start, other than of the app. */
  static boolean adds(String name) {
    return name.startsWith(LINES) || name.startsWith(UNION) || name.startsWith(NUMBERS);
  }

  /** Whether a file or a counter is of what takes in the stream that is added. */
  static boolean isOfUnion(String name) {
    return name.contains(UNION) || name.contains(NUMBERS);
  }

  /**
   * The events with those of the other stream among them: from the first on, or from some later one
   * on.
   */
  List<Event> among(List<Event> events, long history, int records, Flaws flaws) {
    Random random = new Random(history * 31 + INPUT);
    List<Event> others =
        Script.of(
            new Beside(subject()),
            random.nextLong(),
            Math.max(1, records / FEWER),
            flaws.without(OF_THE_APP),
            false);
    int first = random.nextBoolean() ? 0 : random.nextInt(events.size());
    int[] places =
        others.stream()
            .mapToInt(each -> first + random.nextInt(events.size() - first))
            .sorted()
            .toArray();
    List<Event> all = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < events.size(); i++) {
      all.add(events.get(i));
      while (next < places.length && places[next] == i) {
        all.add(at(events.get(i).atMillis(), others.get(next++)));
      }
    }
    return all;
  }

  /** The same at another time. */
  private static Event at(long millis, Event event) {
    if (event instanceof Event.Put put) {
      long stamp = millis - (put.atMillis() - put.stampMillis());
      return new Event.Put(
          millis, stamp, put.stream(), put.partitionKey(), put.keys(), put.parts());
    } else if (event instanceof Event.Split split) {
      return new Event.Split(millis, split.stream(), split.openShard());
    } else if (event instanceof Event.Merge merge) {
      return new Event.Merge(millis, merge.stream());
    }
    return new Event.Grow(millis, ((Event.Grow) event).stream());
  }

  /** Records like those of the app, in the other stream. */
  private static final class Beside extends Wrapped {
    Beside(Subject subject) {
      super(subject);
    }

    @Override
    public StreamApp app() {
      return subject().app();
    }

    @Override
    public List<String> streams() {
      return List.of(STREAM);
    }

    @Override
    public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
      return super.record(random, subject().streams().get(0), number, stampMillis, flaws);
    }
  }

  /** The streams that there are with an app, whether it reads all of them or not. */
  static Set<String> all(Subject subject) {
    Set<String> all = new TreeSet<>(subject.streams());
    if (subject instanceof WithStream) {
      all.add(STREAM);
    }
    return all;
  }
}
