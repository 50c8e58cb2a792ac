package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Outside;
import dev.sluice.plan.Plan;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The checkpoints of an app for whoever has its stores, from outside: lists them, looks into them,
 * takes one, and restores one. One thread at a time.
 */
public final class CheckpointDesk {
  private final Ports ports;
  private final Duration lifetime;
  private final Archive archive;

  /**
   * A desk.
   *
   * @param ports of them the log, the spill store, the clock and the ids are used
   * @param lifetime of entries
   */
  public CheckpointDesk(Ports ports, Duration lifetime) {
    this.ports =
        new Ports(
            ports.log(),
            null,
            ports.spills(),
            null,
            ports.clock(),
            ports.ids(),
            null,
            Metrics.NONE,
            null);
    this.lifetime = lifetime;
    this.archive = new Archive(ports.spills());
  }

  /**
   * A checkpoint.
   *
   * @param kept the name under which it is kept, empty for one of the coordinator's
   * @param takenMillis when it was begun
   * @param borderMillis the newest border that it has, {@link Long#MIN_VALUE} for none
   * @param replayMillis from when on records have to be read again, {@link Long#MIN_VALUE} for from
   *     the oldest one on
   * @param goodUntilMillis from when on something of it may have been removed
   * @param entries how many entries it holds
   * @param entryBytes about how many bytes they have
   * @param spilledBytes what the entries keep in objects of their own, at most
   * @param packs how many objects hold entries
   * @param lanes each of them
   */
  public record Summary(
      String kept,
      long number,
      long takenMillis,
      long borderMillis,
      long replayMillis,
      long goodUntilMillis,
      long entries,
      long entryBytes,
      long spilledBytes,
      int packs,
      List<Lane> lanes) {}

  /**
   * The end of a lane in a checkpoint: entries {@code from} to {@code to}, both included.
   *
   * @param bytes about how many bytes of entries
   * @param spilledBytes what they keep in objects of their own, at most: what was copied for an
   *     earlier checkpoint counts as a whole, as it would have to be read to count less
   */
  public record Lane(String name, long from, long to, long bytes, long spilledBytes) {}

  /** The numbers of all checkpoints, ascending. */
  public List<Long> numbers() {
    return archive.numbers();
  }

  /**
   * The one that an app without lanes would go on from if it is whole.
   *
   * @return nothing where there are none, or the app would begin from nothing
   * @throws ProtocolException SLUICE-B01 if there are some, and none of them can be used
   */
  public Optional<Summary> newest() {
    return summary(choice().of(new StartFrom.Newest()));
  }

  /**
   * What a checkpoint holds, by its manifest.
   *
   * @return nothing where there is none of that number
   * @throws CodecException if its manifest is damaged
   */
  public Optional<Summary> summary(long number) {
    return archive.read(number).map(each -> of("", each));
  }

  /**
   * The checkpoint that an app without lanes begins from, looked at as it does.
   *
   * @throws ProtocolException SLUICE-B01 if it is not whole; where it is to be the newest, also
   *     where an older one is
   */
  public Optional<Summary> whole(StartFrom start) {
    Choice choice = choice(new Verifier(ports.spills(), logs())::fault);
    boolean newest = start instanceof StartFrom.Newest;
    return summary(newest ? choice.newestOrNone() : choice.of(start));
  }

  private Optional<Summary> summary(Choice.Chosen chosen) {
    return chosen.isNothing()
        ? Optional.empty()
        : Optional.of(summary(chosen.place(), chosen.number()));
  }

  private Choice choice() {
    return choice(new Verifier(ports.spills(), logs())::contradiction);
  }

  private Choice choice(Function<Manifest, Optional<String>> fault) {
    return new Choice(ports.spills(), new Beginnings(ports.spills()).known(), fault);
  }

  /**
   * Which of some checkpoints are of tables that were given up: these are passed over where none is
   * asked for by its number.
   */
  public Set<Long> givenUp(Collection<Long> numbers) {
    Choice choice = choice();
    return numbers.stream()
        .filter(choice::isGivenUp)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of checkpoints that are kept for good. */
  public List<String> kept() {
    return Archive.keptNames(ports.spills());
  }

  /**
   * What a kept checkpoint holds, by its manifest.
   *
   * @return nothing where there is none of that name
   * @throws CodecException if its manifest is damaged
   */
  public Optional<Summary> keptSummary(String name) {
    return keptUnder(name).read(0).map(each -> of(name, each));
  }

  private Archive keptUnder(String name) {
    return new Archive(ports.spills(), Archive.kept(name));
  }

  private Summary of(String kept, Manifest manifest) {
    List<Lane> lanes = new ArrayList<>();
    long entries = 0;
    long spilled = 0;
    for (Tail tail : manifest.tails()) {
      long bulk = tail.sections().stream().mapToLong(Section::spilledBytes).sum();
      lanes.add(new Lane(tail.lane(), tail.from(), tail.to(), tail.neededBytes(), bulk));
      entries += tail.to() - tail.from() + 1;
      spilled += bulk;
    }
    return new Summary(
        kept,
        manifest.number(),
        manifest.takenMillis(),
        manifest.app().borderMillis(),
        manifest.app().replayMillis(),
        kept.isEmpty() ? manifest.goodUntilMillis(lifetime.toMillis()) : Long.MAX_VALUE,
        entries,
        manifest.neededBytes(),
        spilled,
        manifest.packs().size(),
        lanes);
  }

  /**
   * Reads all of a checkpoint, what entries keep in objects of their own included.
   *
   * @return what is wrong with it, if anything is
   */
  public Optional<String> fault(long number) {
    return fault(archive, number);
  }

  /** As {@link #fault(long)}, of a kept checkpoint. */
  public Optional<String> keptFault(String name) {
    return fault(keptUnder(name), 0);
  }

  private Optional<String> fault(Archive from, long number) {
    try {
      Optional<Manifest> manifest = from.read(number);
      return manifest.isEmpty()
          ? Optional.of("there is no such checkpoint")
          : new Verifier(ports.spills(), logs()).fault(manifest.get(), true);
    } catch (CodecException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Of the app's own settings nothing is known but the lifetime. The skew allowance says by how
   * much the clock here may be ahead of those of functions.
   */
  private EngineSettings settings() {
    return new EngineSettings(
        Duration.ofSeconds(1), 1, EngineSettings.DEFAULT_SKEW_ALLOWANCE, lifetime, 1);
  }

  private Logs logs() {
    return new Logs(ports, settings());
  }

  private long surelyMillis() {
    return ports.clock().nowMillis() - settings().skewAllowance().toMillis();
  }

  /**
   * Takes a checkpoint now, whether the app runs or not.
   *
   * @return nothing if the app was never started
   * @throws ProtocolException SLUICE-E11 if another app was started there, or entries are missing
   * @throws RefusedException SLUICE-E28 if another version of the app is in force, SLUICE-E32 if
   *     the table was given up for one that came to another number of buckets
   */
  public Optional<Summary> take(Plan plan) {
    long surely = surelyMillis();
    Optional<Outside> app = Outside.of(plan, ports.log(), ports.spills(), ports.clock());
    if (app.isEmpty()) {
      return Optional.empty();
    }
    while (true) {
      List<Long> numbers = archive.numbers();
      long number = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1) + 1;
      Copy copy =
          copied(
              surely,
              () ->
                  new Copy(
                      plan,
                      app.get().settings(),
                      ports,
                      app.get().logs(),
                      archive,
                      Optional.empty(),
                      number,
                      restore()));
      Manifest manifest = copy.manifest();
      if (archive.put(manifest)) {
        return Optional.of(of("", manifest));
      } // else a coordinator was first
    }
  }

  /**
   * Takes a checkpoint that is kept for good, with all that its entries have in objects of their
   * own: it outlives them. Nobody removes it but by hand, and not before a lifetime has passed
   * since it was restored last. What was begun before under the name and not ended is used.
   *
   * @return nothing if the app was never started
   * @throws ProtocolException SLUICE-E11 if another app was started there, or entries are missing
   * @throws RefusedException SLUICE-E28 or SLUICE-E32, as {@link #take} does
   * @throws IllegalArgumentException SLUICE-B06 if it can be no name, or there is one of that name
   */
  public Optional<Summary> keep(Plan plan, String name) {
    Archive there = keptUnder(name);
    long surely = surelyMillis();
    Optional<Outside> app = Outside.of(plan, ports.log(), ports.spills(), ports.clock());
    if (app.isEmpty()) {
      return Optional.empty();
    }
    Logs logs = app.get().logs();
    Ports own =
        new Ports(
            new KeptLog(ports.log(), logs, Archive.kept(name)),
            null,
            ports.spills(),
            null,
            ports.clock(),
            ports.ids(),
            null,
            Metrics.NONE,
            null);
    Supplier<Copy> begin =
        () ->
            new Copy(plan, app.get().settings(), own, logs, there, Optional.empty(), 0, restore());
    if (there.read(0).isEmpty()) {
      Manifest manifest = copied(surely, begin).manifest();
      if (there.put(manifest)) {
        return Optional.of(of(name, manifest));
      }
    }
    throw new IllegalArgumentException(
        "SLUICE-B06 a checkpoint is kept as '"
            + name
            + "' already, and is never overwritten; take another name");
  }

  /** The number of what the table began from. */
  private long restore() {
    return ports.log().read(Lanes.START, 0, 1).stream()
        .mapToLong(claim -> StartEntry.decode(claim.bytes()).restore())
        .findFirst()
        .orElse(0);
  }

  /**
   * All lanes, copied anew if the app got another version or number of buckets meanwhile. The
   * number is kept for the next table.
   *
   * @param surely a time at which the call had not begun yet, by whichever clock
   */
  private Copy copied(long surely, Supplier<Copy> begin) {
    while (true) {
      Copy copy = begin.get();
      try {
        copy.goOn(() -> true);
        new LayoutNotes(ports.spills(), this::restore, () -> surely)
            .keepWithoutBorder(copy.control());
        return copy;
      } catch (TailReader.OtherLanesException e) {
        // Nothing was to be taken over: so it was the number of buckets, or the version of the app.
        // Both change seldom, and of another version than that of the plan none is taken.
      }
    }
  }

  /** What came of a restore: the checkpoint, when it was restored, and what was said. */
  public record Restored(Summary checkpoint, long atMillis, String note) {}

  /** Whether a restore was begun and has not come to its end. */
  public boolean isRestoring() {
    return StartEntry.isRestoring(Reset.startLane(ports.log()));
  }

  /**
   * Restores a checkpoint, where the app has no lanes; goes on with a restore that was begun.
   *
   * @return nothing where there is no checkpoint, and nothing was begun
   * @throws ProtocolException SLUICE-B01 if it is not whole, SLUICE-B05 if the app has lanes, or
   *     another one is being restored than the one that is asked for
   */
  public Optional<Restored> restore(StartFrom from) {
    List<LogEntry> start = Reset.startLane(ports.log());
    boolean underWay = StartEntry.isRestoring(start);
    if (!underWay && (!start.isEmpty() || ports.log().head(Lanes.CONTROL).isPresent())) {
      throw StartEntry.hasLanes();
    }
    if (underWay) {
      StartEntry.decode(start.get(0).bytes()).requireFrom(from);
    }
    if (start.isEmpty() && from instanceof StartFrom.Newest && newest().isEmpty()) {
      return Optional.empty();
    }
    Recovery recovery =
        new Recovery(new CheckpointSettings(Duration.ZERO, from), settings(), ports, logs());
    recovery.settle(() -> true);
    StartEntry.decode(Reset.startLane(ports.log()).get(0).bytes()).requireFrom(from);
    return recovery
        .restored()
        .map(
            each ->
                new Restored(summary(each.place(), each.number()), each.atMillis(), each.note()));
  }

  private Summary summary(String place, long number) {
    return new Archive(ports.spills(), place)
        .read(number)
        .map(each -> of(Archive.keptName(place), each))
        .orElseThrow();
  }

  /** A reset of the app, which is stopped; lanes are removed by whoever asks. */
  public Reset reset(boolean toCheckpoint) {
    return new Reset(ports, logs(), toCheckpoint);
  }
}
