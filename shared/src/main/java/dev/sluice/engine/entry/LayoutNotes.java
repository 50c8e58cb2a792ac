package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.ObjectStore;
import java.util.Optional;

/**
 * What is known of changes of the layout besides the control lane: kept for good, before a border
 * stands that the new layout does the step of, or a layout behind it. So a table that was lost does
 * not take along what decides which part of a batch has which rows, and its successor comes to the
 * same parts.
 */
public final class LayoutNotes {
  /**
   * A change of the layout that has been.
   *
   * @param behind the last interval whose step the layout before has done
   * @param buckets how many the layout has
   */
  public record Note(long behind, int buckets) {}

  private static final int VERSION = 1;

  private final ObjectStore spills;

  /** The number of the layout that was looked for last. */
  private int looked = -1;

  private Optional<Note> found = Optional.empty();

  public LayoutNotes(ObjectStore spills) {
    this.spills = spills;
  }

  private static String place(ControlEntry of, int number) {
    return "keep/layout/" + of.startedMillis() + "/" + number;
  }

  /**
   * How the layout in force was followed by the next one, if it was, and this is told anew. That
   * can only have been before this process began.
   */
  public Optional<Note> next(ControlEntry head) {
    int number = head.layout().number() + 1;
    if (looked != number) {
      found = spills.get(place(head, number)).map(LayoutNotes::decode);
      looked = number;
    }
    return found;
  }

  /**
   * Keeps the layout that an entry which is about to be put adds the first border of; and the one
   * that it replaces before there was any border of it: notes are read in the order of numbers.
   *
   * @param before the entry before
   */
  public void keep(ControlEntry before, ControlEntry entry) {
    Layout layout = before.layout();
    boolean hadNoBorder = before.lastBorder() == layout.behind();
    boolean isOver = entry.layout().number() > layout.number();
    if (layout.number() > 0 && hadNoBorder && (isOver || !entry.borders().isEmpty())) {
      spills.putIfAbsent(
          place(entry, layout.number()), encode(new Note(layout.behind(), layout.buckets())));
    }
  }

  private static byte[] encode(Note note) {
    return new ByteOutput(16)
        .writeByte(VERSION)
        .writeSigned(note.behind)
        .writeUnsigned(note.buckets)
        .toByteArray();
  }

  private static Note decode(byte[] bytes) {
    ByteInput in = Formats.openNote("layout", VERSION, bytes);
    Note note = new Note(in.readSigned(), in.readCount());
    in.expectEnd();
    return note;
  }
}
