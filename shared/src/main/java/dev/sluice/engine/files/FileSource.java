package dev.sluice.engine.files;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.ports.Clock;
import dev.sluice.ports.FileStore;
import dev.sluice.ports.FileStore.FileVersion;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * New files below prefixes, line by line: for each prefix one lane, whose files are in the order in
 * which they were taken in. The prefix is listed only when all that was taken in has been read.
 *
 * <pre>
 * listing until  10.0       10.5            11.0
 * shows          a.csv      a.csv           a.csv b.csv c.csv
 * intake log     [10.0: a]                  [11.0: b, c]
 * stamps         lines of a: 10.0           lines of b and c: 11.0
 * </pre>
 *
 * <p>That a complete listing shows nothing new proves that no file will be taken in with an earlier
 * stamp than its beginning: whatever is found later was put later, and the stamp is the end of the
 * listing that found it.
 *
 * <p>An app that has lost its table takes files in as it did before: what it had written down since
 * its checkpoint is written down once more, and then it lists.
 */
public final class FileSource implements Source {
  private static final String SHARD = "intake";

  /** What a read takes into memory, and one part of a file more. */
  private static final int MAX_READ_BYTES = 4 * 1024 * 1024;

  /** Each takes a request, some 20 ms. */
  private static final int MAX_FILES_PER_READ = 100;

  /** Each further look means that another process has just taken files in: they are many. */
  private static final int MAX_RACES = 8;

  private final FileStore files;
  private final Lines lines;
  private final Clock clock;
  private final EngineSettings settings;
  private final LaneLog<IntakeEntry> log;
  private final IntakeNotes notes;
  private final Map<String, Intake> intakes = new HashMap<>();

  /**
   * Files of a store.
   *
   * @param lanes where it is written down which files are taken: the lanes of the app
   * @param spills where that is kept, too, in case the lanes are lost
   */
  public FileSource(
      FileStore files, LogStore lanes, ObjectStore spills, Clock clock, EngineSettings settings) {
    Logs logs =
        new Logs(
            new Ports(lanes, null, spills, null, clock, null, null, Metrics.NONE, null), settings);
    this.files = files;
    this.lines = new Lines(files);
    this.clock = clock;
    this.settings = settings;
    this.log = logs.of(IntakeEntry::encode, IntakeEntry::decode);
    this.notes = new IntakeNotes(spills, logs);
  }

  @Override
  public List<Shard> shards(String prefix) {
    return List.of(new Shard(SHARD, List.of()));
  }

  @Override
  public HashRange hashKeys(String prefix, String shardId) {
    return HashRange.ALL;
  }

  @Override
  public Probe probe(String prefix, String shardId, Position after) {
    requireShard(prefix, shardId);
    Intake intake = of(prefix);
    for (int race = 0; race < MAX_RACES; race++) {
      intake.refresh();
      if (intake.behind(after).isPresent()) {
        return new Probe(false, 1, false, List.of());
      }
      if (intake.takeUp()) {
        continue;
      }
      long begun = clock.nowMillis(); // a file may come right behind it
      List<FileVersion> listing = list(prefix);
      if (!intake.take(listing, begun, clock.nowMillis())) {
        return Probe.of(Pulled.idleUntil(begun));
      }
    }
    return Probe.of(Pulled.unknown());
  }

  @Override
  public Optional<Pulled> pull(String prefix, String shardId, Position after, int maxRecords) {
    Probe behind = probe(prefix, shardId, after);
    if (!behind.empty()) {
      return Optional.of(Pulled.some(read(of(prefix), after, maxRecords)));
    }
    return Optional.of(
        behind.millisBehindLatest() == 0
            ? Pulled.idleUntil(behind.idleUntilMillis())
            : Pulled.unknown());
  }

  private List<PulledRecord> read(Intake intake, Position after, int maxRecords) {
    List<PulledRecord> records = new ArrayList<>();
    Position at = after;
    int bytes = 0;
    for (int n = 0; n < MAX_FILES_PER_READ && bytes < MAX_READ_BYTES; n++) {
      Optional<Intake.Taken> file = intake.behind(at);
      if (file.isEmpty() || records.size() == maxRecords) {
        break;
      }
      Lines.Some some =
          lines.read(file.get(), at.isInside() ? at.sub() : 0, maxRecords - records.size());
      records.addAll(some.records());
      bytes += some.bytes();
      at = records.get(records.size() - 1).end();
    }
    return records;
  }

  /** What is to be read of a listing: no empty files, which may be directories, and none hidden. */
  private List<FileVersion> list(String prefix) {
    int begin = prefix.length();
    return files.list(prefix + "/").stream()
        .filter(each -> each.sizeBytes() > 0 && !isHidden(each.name().substring(begin)))
        .toList();
  }

  private static boolean isHidden(String path) {
    return path.contains("/.") || path.contains("/_");
  }

  private Intake of(String prefix) {
    return intakes.computeIfAbsent(
        prefix, name -> new Intake(log, notes, Lanes.intake(name), settings));
  }

  private static void requireShard(String prefix, String shardId) {
    if (!shardId.equals(SHARD)) {
      throw new StoreRefusedException(
          "files below '" + prefix + "' are one lane, " + SHARD + ", and no lane " + shardId);
    }
  }
}
