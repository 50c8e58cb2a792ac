package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
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
 * <p>All tables that an app ever has add to one list, which has the changes in order. A restore
 * marks its end: from then on a call that had begun before, on another table, changes nothing any
 * more. Calls of later come from whoever still has that table in use.
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

  /**
   * Where the notes of a layout end.
   *
   * @param name of what is there, or would be put next
   * @param restore the last restore that is marked before it, 0 for none
   * @param markedMillis when that was
   */
  private record End(String name, long restore, long markedMillis, Optional<Note> note) {}

  private static final int VERSION = 1;

  /** Of a mark. */
  private static final int MARK_VERSION = 2;

  private final ObjectStore spills;
  private final LongSupplier restore;
  private final LongSupplier surelyMillis;

  /** The number of the layout that was looked for last. */
  private int looked = -1;

  private Optional<Note> found = Optional.empty();

  /**
   * @param restore the number of the restore from which the table went on, 0 where there was none
   * @param surelyMillis a time at which the call at work had not begun yet, by whichever clock
   */
  public LayoutNotes(ObjectStore spills, LongSupplier restore, LongSupplier surelyMillis) {
    this.spills = spills;
    this.restore = restore;
    this.surelyMillis = surelyMillis;
  }

  private End end(ControlEntry of, int number) {
    String place = "keep/layout/" + of.startedMillis() + "/" + number;
    long last = 0;
    long markedMillis = Long.MIN_VALUE;
    for (int marks = 0; true; marks++) {
      String name = marks == 0 ? place : place + "." + marks;
      Optional<byte[]> there = spills.get(name);
      if (there.isEmpty()) {
        return new End(name, last, markedMillis, Optional.empty());
      }
      ByteInput in = new ByteInput(there.get());
      int version = in.readByte();
      if (version == VERSION) {
        return new End(name, last, markedMillis, Optional.of(decode(in)));
      } else if (version != MARK_VERSION) {
        throw new CodecException(
            "a note of a layout has format version "
                + version
                + ", this code reads up to version "
                + MARK_VERSION);
      }
      last = in.readUnsigned();
      markedMillis = in.readSigned();
      in.expectEnd();
    }
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
      End end = end(head, number);
      if (end.note.isEmpty()) {
        requireInUse(end);
      }
      found = end.note;
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
    if (entry.layout().number() > before.layout().number() || !entry.borders().isEmpty()) {
      keepWithoutBorder(before);
    }
  }

  /**
   * Keeps the layout in force, if no border of it stands.
   *
   * @throws RefusedException if the table was given up
   */
  public void keepWithoutBorder(ControlEntry head) {
    Layout layout = head.layout();
    if (layout.number() == 0 || head.lastBorder() != layout.behind()) {
      return;
    }
    Note note = new Note(layout.behind(), layout.buckets());
    End end;
    do {
      end = end(head, layout.number());
      if (end.note.isEmpty()) {
        requireInUse(end);
      } else if (!end.note.get().equals(note)) {
        throw givenUp(end);
      }
    } while (end.note.isEmpty() && exists(end, encode(note)));
  }

  /**
   * Marks the end of what is kept, before a table that was restored goes on.
   *
   * @param head what was restored of the control lane
   * @param nowMillis the time
   */
  public void mark(ControlEntry head, long nowMillis) {
    long number = restore.getAsLong();
    byte[] mark =
        new ByteOutput(16)
            .writeByte(MARK_VERSION)
            .writeUnsigned(number)
            .writeSigned(nowMillis)
            .toByteArray();
    int layout = head.layout().number() + 1;
    End end = end(head, layout);
    while (end.note.isPresent() || end.restore != number) {
      if (end.note.isPresent()) {
        layout++;
      } else {
        spills.putIfAbsent(end.name, mark);
      }
      end = end(head, layout);
    }
  }

  private boolean exists(End end, byte[] bytes) {
    return spills.putIfAbsent(end.name, bytes) == ObjectStore.Put.EXISTS;
  }

  /** A call that began before another table was restored may be of one that was given up. */
  private void requireInUse(End end) {
    boolean other = end.restore != 0 && end.restore != restore.getAsLong();
    if (other && surelyMillis.getAsLong() <= end.markedMillis) {
      throw givenUp(end);
    }
  }

  private static RefusedException givenUp(End end) {
    return new RefusedException(
        "SLUICE-E32",
        "the app was restored from a checkpoint into another table than this one, and goes on"
            + " there, as restore "
            + end.restore
            + "; nothing is done here any more");
  }

  private static byte[] encode(Note note) {
    return new ByteOutput(16)
        .writeByte(VERSION)
        .writeSigned(note.behind)
        .writeUnsigned(note.buckets)
        .toByteArray();
  }

  private static Note decode(ByteInput in) {
    Note note = new Note(in.readSigned(), in.readCount());
    in.expectEnd();
    return note;
  }
}
