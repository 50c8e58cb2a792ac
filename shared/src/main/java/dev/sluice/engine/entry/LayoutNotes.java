package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.RefusedException;
import dev.sluice.ports.ObjectStore;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is known of changes of the layout besides the control lane: kept for good, before a border
 * stands that the new layout does the step of, or a layout behind it, or a checkpoint has it. So a
 * table that was lost does not take along what decides which part of a batch has which rows, and
 * its successor comes to the same parts.
 *
 * <p>All tables that an app ever has add to one list, which has the changes in order, and restores
 * mark its end ({@link NoteChain}).
 *
 * <pre>
 * the first table     1: 3 buckets behind 40   2: 6 buckets behind 70
 * restored as of 50                                                     3: mark of restore 1
 * what it adds                                                          3.1: 2 buckets behind 90
 * </pre>
 */
public final class LayoutNotes {
  /**
   * A change of the layout that has been.
   *
   * @param behind the last interval whose step the layout before has done
   * @param buckets how many the layout has
   */
  public record Note(long behind, int buckets) {}

  private final NoteChain<Note> chain;

  /** The number of the layout that was looked for last. */
  private int looked = -1;

  private Optional<Note> found = Optional.empty();

  /**
   * @param restore the number of the restore from which the table went on, 0 where there was none
   * @param surelyMillis a time at which the call at work had not begun yet, by whichever clock
   */
  public LayoutNotes(ObjectStore spills, LongSupplier restore, LongSupplier surelyMillis) {
    this.chain =
        new NoteChain<>(
            "layout", false, spills, restore, surelyMillis, LayoutNotes::write, LayoutNotes::read);
  }

  private static String place(ControlEntry of, int number) {
    return "keep/layout/" + of.startedMillis() + "/" + number;
  }

  /**
   * How the layout in force was followed by the next one, if it was, and this is told anew. That
   * can only have been before this process began.
   *
   * @throws RefusedException if the table was given up
   */
  public Optional<Note> next(ControlEntry head) {
    int number = head.layout().number() + 1;
    if (looked != number) {
      found = chain.findInUse(place(head, number));
      looked = number;
    }
    return found;
  }

  /**
   * Keeps the layout that an entry which is about to be put adds the first border of; and the one
   * that it replaces before there was any border of it: notes are read in the order of numbers.
   *
   * @param before the entry before
   * @throws RefusedException if the table was given up
   */
  public void keep(ControlEntry before, ControlEntry entry) {
    if (entry.layout().number() > before.layout().number()) {
      keep(before, Long.MAX_VALUE);
    } else if (!entry.borders().isEmpty()) {
      keep(before, entry.borders().get(0).k());
    }
  }

  /**
   * Keeps the layout that a checkpoint is to have, if no border of it stands.
   *
   * @throws RefusedException if the table was given up
   */
  public void keepWithoutBorder(ControlEntry head) {
    keep(head, Long.MAX_VALUE);
  }

  /**
   * @param first its first border: batches up to there may have had records in the table before,
   *     and have none now, so that the layout came behind an earlier one
   */
  private void keep(ControlEntry head, long first) {
    Layout layout = head.layout();
    if (layout.number() == 0 || head.lastBorder() != layout.behind()) {
      return;
    }
    Note note = new Note(layout.behind(), layout.buckets());
    NoteChain.End<Note> end = chain.keep(place(head, layout.number()), note);
    boolean same =
        end.note()
            .filter(each -> each.buckets == note.buckets)
            .filter(each -> each.behind >= note.behind && each.behind < first)
            .isPresent();
    if (!same) {
      throw end.givenUp();
    }
  }

  /**
   * Marks the end of what is kept, before a table that was restored goes on.
   *
   * @param head what was restored of the control lane
   * @param nowMillis the time
   * @throws RefusedException if the table was given up while it was restored
   */
  public void mark(ControlEntry head, long nowMillis) {
    int layout = head.layout().number() + 1;
    while (chain.mark(place(head, layout), nowMillis).isPresent()) {
      layout++;
    }
  }

  private static void write(Note note, ByteOutput out) {
    out.writeSigned(note.behind).writeUnsigned(note.buckets);
  }

  private static Note read(ByteInput in) {
    return new Note(in.readSigned(), in.readCount());
  }
}
