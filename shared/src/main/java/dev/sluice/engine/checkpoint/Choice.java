package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which checkpoint an app goes on from that has no lanes. As a rule the newest one of the table
 * that was in use, or else the one from which that table went on; checkpoints that others took
 * since are of a history that was given up.
 */
final class Choice {
  /**
   * A checkpoint, or nothing.
   *
   * @param place where it is, empty for nothing
   * @param note which others could not be used, and why
   */
  record Chosen(String place, long number, String note) {
    private static final Chosen NOTHING = new Chosen("", 0, "");

    boolean isNothing() {
      return place.isEmpty();
    }
  }

  private final ObjectStore spills;
  private final Archive archive;
  private final Optional<StartEntry> inUse;
  private final Function<Manifest, Optional<String>> fault;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param inUse the claim of the table that was in use, where that is known
   * @param fault what is wrong with a checkpoint that is there, if anything is
   */
  Choice(
      ObjectStore spills, Optional<StartEntry> inUse, Function<Manifest, Optional<String>> fault) {
    this.spills = spills;
    this.inUse = inUse;
    this.archive = new Archive(spills);
    this.fault = fault;
  }

  /**
   * Chooses one that is whole.
   *
   * @throws ProtocolException SLUICE-B01 if there are some, and none of them can be used
   */
  Chosen of(StartFrom start) {
    if (start instanceof StartFrom.Nothing) {
      return Chosen.NOTHING;
    } else if (start instanceof StartFrom.Kept kept) {
      return kept(Archive.kept(kept.name()));
    } else if (start instanceof StartFrom.Numbered wanted) {
      return of(List.of(wanted.number()));
    }
    List<Long> numbers = new ArrayList<>(archive.numbers());
    Collections.reverse(numbers);
    return inUse.isPresent() ? of(inUse.get(), numbers) : of(numbers);
  }

  private Chosen of(List<Long> numbers) {
    for (long number : numbers) {
      if (isWhole(number)) {
        return chosen(Archive.PLACE, number);
      }
    }
    return numbers.isEmpty() ? Chosen.NOTHING : refuse();
  }

  /**
   * @param numbers of all checkpoints, the newest first
   */
  private Chosen of(StartEntry inUse, List<Long> numbers) {
    boolean isOneOfThem = inUse.place().equals(Archive.PLACE);
    boolean mayBeNothing = inUse.kind() == StartEntry.Kind.NOTHING;
    for (long number : numbers) {
      if (isGivenUp(inUse, number)) {
        faults.add("checkpoint " + number + ": it is of a table that was given up");
      } else if (isWhole(number)) {
        return chosen(Archive.PLACE, number);
      } else {
        mayBeNothing = false;
      }
    }
    if (mayBeNothing) {
      return Chosen.NOTHING; // as it began the last time
    }
    return isOneOfThem || inUse.place().isEmpty() ? refuse() : kept(inUse.place());
  }

  /**
   * Whether a checkpoint is of another table than the one in use, behind that from which this one
   * began: it is passed over where none is asked for by its number.
   */
  boolean isGivenUp(long number) {
    return inUse.filter(each -> isGivenUp(each, number)).isPresent();
  }

  private boolean isGivenUp(StartEntry inUse, long number) {
    if (inUse.place().equals(Archive.PLACE) && number <= inUse.number()) {
      return false;
    }
    try {
      return archive.read(number).filter(each -> each.restore() != inUse.restore()).isPresent();
    } catch (CodecException e) {
      return false; // who knows
    }
  }

  private Chosen kept(String place) {
    boolean whole =
        isWhole(new Archive(spills, place), 0, "kept checkpoint '" + Archive.keptName(place) + "'");
    return whole ? chosen(place, 0) : refuse();
  }

  private Chosen chosen(String place, long number) {
    return new Chosen(place, number, String.join("; ", faults));
  }

  private boolean isWhole(long number) {
    return isWhole(archive, number, "checkpoint " + number);
  }

  /**
   * @param called what it is called in messages
   */
  private boolean isWhole(Archive from, long number, String called) {
    Optional<String> why;
    try {
      Optional<Manifest> manifest = from.read(number);
      why = manifest.isEmpty() ? Optional.of("it is not there") : fault.apply(manifest.get());
    } catch (CodecException e) {
      why = Optional.of(e.getMessage());
    }
    why.ifPresent(each -> faults.add(called + ": " + each));
    return why.isEmpty();
  }

  private Chosen refuse() {
    throw new ProtocolException(
        "SLUICE-B01",
        "the app has no lanes, and no checkpoint from which it could go on: "
            + String.join("; ", faults));
  }
}
