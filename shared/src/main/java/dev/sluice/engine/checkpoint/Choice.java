package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which checkpoint an app goes on from that has no lanes. As a rule the newest one of the table
 * that was in use, or else the one from which that table went on, or one before that which counts
 * for the table that took it. All others are of a history that was given up.
 *
 * <pre>
 * table A, from nothing    0  1  2  3  4  5
 * table B, from 3                            6  7
 * table C, from 6                                 8      in use: 0 1 2 3 6 8 count
 * </pre>
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
  private final List<StartEntry> begun;
  private final Function<Manifest, Optional<String>> fault;
  private final List<String> faults = new ArrayList<>();

  /** For tables by their place among those that have begun, that of who took what each is from. */
  private final Map<Integer, Integer> takers = new HashMap<>();

  /**
   * @param begun the tables that have begun; the last one was in use
   * @param fault what is wrong with a checkpoint that is there, if anything is
   */
  Choice(ObjectStore spills, Beginnings.Known begun, Function<Manifest, Optional<String>> fault) {
    this.spills = spills;
    this.begun = begun.claims();
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
    return begun.isEmpty() ? of(numbers) : of(begun.get(begun.size() - 1), numbers);
  }

  /**
   * Chooses the newest one, where no damage makes it another than it would be without.
   *
   * @throws ProtocolException SLUICE-B01 if it is not whole, also where an older one is
   */
  Chosen newestOrNone() {
    List<Long> numbers = List.copyOf(archive.numbers()); // one that comes later may be chosen
    Chosen chosen = of(new StartFrom.Newest());
    boolean isNumbered = chosen.place().equals(Archive.PLACE);
    for (long number : numbers) {
      if (!(isNumbered && number <= chosen.number()) && !isGivenUp(number)) {
        throw new ProtocolException(
            "SLUICE-B01",
            "checkpoints are damaged, and an app without lanes would go on from an older one: "
                + chosen.note());
      }
    }
    return chosen;
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
    boolean isOneOfThem = isFromNumbered(inUse);
    boolean mayBeNothing = inUse.kind() == StartEntry.Kind.NOTHING;
    for (long number : numbers) {
      if (isGivenUp(number)) {
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
   * Whether a checkpoint is of a table that was given up: neither of the one in use, nor, where
   * that began from a checkpoint, of what that one is of up to there. It is passed over where none
   * is asked for by its number. Where nobody knows, it is not.
   */
  boolean isGivenUp(long number) {
    int table = begun.size() - 1;
    while (table >= 0 && isFromNumbered(begun.get(table)) && number < begun.get(table).number()) {
      table = takers.computeIfAbsent(table, this::taker);
    }
    if (table < 0) {
      return false;
    }
    StartEntry claim = begun.get(table);
    boolean isBase = isFromNumbered(claim) && number == claim.number();
    return !isBase && read(number).filter(each -> each.restore() != claim.restore()).isPresent();
  }

  private static boolean isFromNumbered(StartEntry claim) {
    return claim.place().equals(Archive.PLACE);
  }

  /** Which table took the checkpoint from which another one began, -1 where that is not known. */
  private int taker(int table) {
    Optional<Manifest> base = read(begun.get(table).number());
    int taker = base.isPresent() ? table - 1 : -1;
    while (taker >= 0 && begun.get(taker).restore() != base.get().restore()) {
      taker--;
    }
    return taker;
  }

  /** A manifest, if it is there and not damaged. */
  private Optional<Manifest> read(long number) {
    try {
      return archive.read(number);
    } catch (CodecException e) {
      return Optional.empty();
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
        "there is no checkpoint from which the app could go on without lanes: "
            + String.join("; ", faults));
  }
}
