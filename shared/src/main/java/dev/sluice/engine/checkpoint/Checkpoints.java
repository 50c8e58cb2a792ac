package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.entry.Logs;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A coordinator's part in checkpoints: it lets an app begin from one, and takes one now and then.
 * One thread at a time.
 */
public final class Checkpoints {
  /** Counts checkpoints. */
  public static final String TAKEN = "checkpoint.taken";

  /** Counts attempts that a store kept from an end; the next run tries again. */
  public static final String FAILED = "checkpoint.failed";

  /** Counts the bytes of entries that a checkpoint holds. */
  public static final String BYTES = "checkpoint.bytes";

  /** With so many packs everything is copied anew, to bound manifests and restores. */
  private static final int MAX_PACKS = 32;

  /** Packs may hold so much more than what is needed: factor and bytes. */
  private static final int DEAD_FACTOR = 3;

  private static final int DEAD_BYTES = 1024 * 1024;

  /** What was copied is dropped when it is older than this part of the lifetime of entries. */
  private static final int COPY_PARTS = 8;

  /** A gap may come of a process that stood still while it copied, but not so often in a row. */
  private static final int GAPS = 2;

  private static final long NONE = -1;

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;
  private final Optional<CheckpointSettings> checkpoints;
  private final Archive archive;
  private final Recovery recovery;
  private final LayoutNotes layouts;

  /** The newest checkpoint, if it can be read. */
  private Optional<Manifest> newest = Optional.empty();

  /** Its number, {@link #NONE} if there is none. */
  private long newestNumber = NONE;

  private boolean looked;

  /** When the run began. */
  private long begunMillis;

  /** The checkpoint that this process is taking, if it is. */
  private Copy copy;

  /** Whether the last checkpoint of a finished app is there. */
  private boolean last;

  /** So many attempts in a row have found that entries are missing. */
  private int gaps;

  /** When this process found last that there is nothing to take. */
  private long idleSinceMillis = Long.MIN_VALUE;

  /**
   * @param checkpoints nothing where the app neither takes nor restores any
   */
  public Checkpoints(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Logs logs,
      Optional<CheckpointSettings> checkpoints) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
    this.checkpoints = checkpoints;
    this.archive = new Archive(ports.spills());
    this.layouts = new LayoutNotes(ports.spills(), this::restore, this::surelyMillis);
    this.recovery = checkpoints.map(each -> new Recovery(each, settings, ports, logs)).orElse(null);
  }

  /**
   * Finds out what the app begins from, and restores that.
   *
   * @param mayGoOn asked now and then; the next call goes on
   * @return whether the app may go on
   */
  public boolean settle(BooleanSupplier mayGoOn) {
    begunMillis = ports.clock().nowMillis();
    return recovery == null || recovery.settle(mayGoOn);
  }

  /**
   * Whether nothing is being restored, for whoever has just seen an entry of the control lane. Only
   * {@link #settle} does something about it.
   */
  public boolean isBegun() {
    return recovery == null || recovery.isBegun();
  }

  /**
   * When the app began in this table, whether from a checkpoint or from nothing; {@link
   * Long#MIN_VALUE} where no other one can have been before.
   */
  public long begunAgainMillis() {
    return recovery == null ? Long.MIN_VALUE : recovery.begunAgainMillis();
  }

  /** The number of what the table began from, which no other table has; 0 where that has none. */
  public long restore() {
    return recovery == null ? 0 : recovery.restore();
  }

  /** A time at which the run had not begun yet, by whichever clock. */
  public long surelyMillis() {
    return begunMillis - settings.skewAllowance().toMillis();
  }

  /**
   * Looks whether the app goes on in this table.
   *
   * @throws RefusedException SLUICE-E32 if it has begun in another one since
   */
  public void requireInUse() {
    if (recovery != null) {
      recovery.requireInUse();
    }
  }

  private Optional<StartEntry> restored() {
    return recovery == null ? Optional.empty() : recovery.restored();
  }

  /**
   * Takes a checkpoint if it is time for one.
   *
   * @param controlNumber the newest entry of the control lane
   * @param finished whether that is the last one
   * @param mayGoOn asked between lanes; the next call goes on
   * @throws dev.sluice.engine.ProtocolException if entries are missing that a reader needs
   */
  public void take(long controlNumber, boolean finished, BooleanSupplier mayGoOn) {
    if (checkpoints.filter(CheckpointSettings::takes).isEmpty() || !mayGoOn.getAsBoolean()) {
      return;
    }
    long now = ports.clock().nowMillis();
    if (copy != null
        && now - copy.takenMillis() > settings.entryLifetime().toMillis() / COPY_PARTS) {
      copy = null;
    }
    try {
      if (copy != null || isDue(controlNumber, finished)) {
        goOn(mayGoOn);
      }
      gaps = 0;
    } catch (StoreUnavailableException e) {
      copy = null;
      ports.metrics().count(FAILED, 1);
    } catch (RefusedException e) {
      copy = null; // another version of the app, or its next table, takes them
    } catch (ProtocolException e) {
      copy = null;
      ports.metrics().count(FAILED, 1);
      if (++gaps >= GAPS && !finished) {
        throw e;
      }
    } catch (RuntimeException | Error e) {
      copy = null; // how far it got is not known
      throw e;
    }
  }

  private boolean isDue(long controlNumber, boolean finished) {
    if (last) {
      return false;
    }
    long now = ports.clock().nowMillis();
    long every = checkpoints.orElseThrow().every().toMillis();
    boolean soon = looked && !finished && Math.abs(now - lastMillis()) < every;
    if (soon) {
      return false;
    }
    look();
    if (finished) {
      last =
          newest
              .flatMap(each -> each.tail(Lanes.CONTROL))
              .filter(tail -> tail.to() == controlNumber)
              .isPresent();
      return !last;
    }
    return Math.abs(now - lastMillis()) >= every || isOfAnother();
  }

  private long lastMillis() {
    long taken = newest.map(Manifest::takenMillis).orElse(Long.MIN_VALUE / 2);
    return Math.max(taken, idleSinceMillis);
  }

  /** The newest one is not of this table, nor what that went on from: nobody would choose it. */
  private boolean isOfAnother() {
    return newest.filter(each -> !isOfThis(each)).isPresent();
  }

  /** Whether it is of this table, or what that went on from. */
  private boolean isOfThis(Manifest manifest) {
    return manifest.restore() == restore()
        || restored()
            .filter(start -> start.place().equals(Archive.PLACE))
            .filter(start -> start.number() == manifest.number())
            .isPresent();
  }

  /** Finds the newest checkpoint, by whomever. */
  private void look() {
    if (!looked) {
      List<Long> numbers = archive.numbers();
      if (!numbers.isEmpty()) {
        newestNumber = numbers.get(numbers.size() - 1) - 1;
      }
    }
    while (isThere(newestNumber + 1)) {
      newestNumber++;
    }
    looked = true;
  }

  /** Looks at a checkpoint. A damaged one is there, and nothing of it is used. */
  private boolean isThere(long number) {
    try {
      Optional<Manifest> found = archive.read(number);
      newest = found.isPresent() ? found : newest;
      return found.isPresent();
    } catch (CodecException e) {
      newest = Optional.empty();
      return true;
    }
  }

  private void goOn(BooleanSupplier mayGoOn) {
    try {
      if (copy == null) {
        copy = begin(newest.filter(this::isGoodBase));
      }
      if (!copy.goOn(mayGoOn)) {
        return;
      }
    } catch (TailReader.OtherLanesException e) {
      copy = begin(Optional.empty());
      return; // and all is copied when the coordinator comes by again
    }
    Copy done = copy;
    copy = null;
    if (!done.isNews()) {
      idleSinceMillis = ports.clock().nowMillis();
      return;
    }
    layouts.keepWithoutBorder(done.control());
    Manifest manifest = done.manifest();
    if (archive.put(manifest)) {
      newest = Optional.of(manifest);
      newestNumber = manifest.number();
      ports.metrics().count(TAKEN, 1);
      ports.metrics().count(BYTES, manifest.neededBytes());
    } // else somebody else was first
  }

  private Copy begin(Optional<Manifest> base) {
    return new Copy(plan, settings, ports, logs, archive, base, newestNumber + 1, restore());
  }

  /**
   * Whether what it has may be taken over: the next one is good for half of the lifetime then, at
   * least. Mostly for three quarters, as lanes are renewed at a quarter, and packs of which no lane
   * needs an entry are left out. But what is taken over with such an entry may be older, by the
   * time between two checkpoints.
   */
  private boolean isGoodBase(Manifest manifest) {
    long lifetime = settings.entryLifetime().toMillis();
    long now = ports.clock().nowMillis();
    return isOfThis(manifest)
        && manifest.packs().size() < MAX_PACKS
        && manifest.packedBytes() <= DEAD_FACTOR * manifest.neededBytes() + DEAD_BYTES
        && manifest.goodUntilMillis(lifetime) - now > lifetime / 2;
  }
}
