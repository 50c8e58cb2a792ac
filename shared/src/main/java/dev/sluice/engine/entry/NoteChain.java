package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.engine.RefusedException;
import dev.sluice.ports.ObjectStore;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Notes that outlive tables. A place has one, which is never replaced; what it says names the place
 * of the next one.
 *
 * <p>All tables that an app ever has add to the same chain. A restore marks its end before its
 * table goes on: from then on a call that had begun before, on another table, keeps nothing any
 * more, so that the next table meets no note of which it did not know. A note is put behind the
 * marks of its place. Calls of later come from whoever still has that table in use.
 *
 * @param <N> what a note says
 */
final class NoteChain<N> {
  private static final int VERSION = 1;

  /** Of a mark. */
  private static final int MARK_VERSION = 2;

  /**
   * What a restore has left.
   *
   * @param restore its number
   */
  record Mark(long restore, long atMillis) {}

  /**
   * What is at a place.
   *
   * @param name of the note, or of what would be put next
   * @param marked whether the restore from which the table went on is marked there
   * @param other the latest mark of another restore, behind that of the table's own
   */
  record End<N>(String name, boolean marked, Optional<Mark> other, Optional<N> note) {
    RefusedException givenUp() {
      return new RefusedException(
          "SLUICE-E32",
          "the app was restored from a checkpoint into another table than this one, and goes on"
              + " there, as restore "
              + other.map(Mark::restore).orElse(0L)
              + "; nothing is done here any more");
    }
  }

  private final String of;
  private final boolean expires;
  private final ObjectStore spills;
  private final LongSupplier restore;
  private final LongSupplier surelyMillis;
  private final BiConsumer<N, ByteOutput> writer;
  private final Function<ByteInput, N> reader;

  /**
   * @param of what the notes are of, for messages
   * @param expires whether brooms come by, which take a mark before the note that is behind it
   * @param restore the number of the restore from which the table went on, 0 where there was none
   * @param surelyMillis a time at which the call at work had not begun yet, by whichever clock
   */
  NoteChain(
      String of,
      boolean expires,
      ObjectStore spills,
      LongSupplier restore,
      LongSupplier surelyMillis,
      BiConsumer<N, ByteOutput> writer,
      Function<ByteInput, N> reader) {
    this.of = of;
    this.expires = expires;
    this.spills = spills;
    this.restore = restore;
    this.surelyMillis = surelyMillis;
    this.writer = writer;
    this.reader = reader;
  }

  private End<N> end(String place) {
    long own = restore.getAsLong();
    boolean marked = false;
    Optional<Mark> other = Optional.empty();
    int number = 0;
    while (true) {
      String name = number == 0 ? place : place + "." + number;
      Optional<byte[]> there = spills.get(name);
      if (there.isEmpty()) {
        OptionalInt left = expires ? firstBehind(place, number) : OptionalInt.empty();
        if (left.isEmpty()) {
          return new End<>(name, marked, other, Optional.empty());
        }
        number = left.getAsInt();
        continue;
      }
      ByteInput in = new ByteInput(there.get());
      if (Formats.readNoteVersion(of, MARK_VERSION, in) == VERSION) {
        N note = reader.apply(in);
        in.expectEnd();
        return new End<>(name, marked, other, Optional.of(note));
      }
      Mark mark = new Mark(in.readUnsigned(), in.readSigned());
      in.expectEnd();
      if (mark.restore == own) {
        marked = true;
        other = Optional.empty();
      } else if (other.isEmpty() || mark.atMillis >= other.get().atMillis) {
        other = Optional.of(mark);
      }
      number++;
    }
  }

  /** The number of the first that is left of a place behind one that is gone. */
  private OptionalInt firstBehind(String place, int gone) {
    String prefix = place + ".";
    return spills.list(prefix).stream()
        .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())))
        .filter(number -> number > gone)
        .min();
  }

  /** The note of a place, if there is one. */
  Optional<N> find(String place) {
    return end(place).note;
  }

  /**
   * The note of a place, for whoever is about to do what would need another one if there is none.
   *
   * @throws RefusedException if there is none, and the table was given up
   */
  Optional<N> findInUse(String place) {
    End<N> end = end(place);
    if (end.note.isEmpty()) {
      requireInUse(end);
    }
    return end.note;
  }

  /**
   * Keeps a note, unless its place has one.
   *
   * @return the place, with the note that it has
   * @throws RefusedException if it does not have this one, and the table was given up
   */
  End<N> keep(String place, N note) {
    ByteOutput out = new ByteOutput(64).writeByte(VERSION);
    writer.accept(note, out);
    byte[] bytes = out.toByteArray();
    End<N> end = end(place);
    while (!end.note.equals(Optional.of(note))) {
      requireInUse(end);
      if (end.note.isPresent()) {
        return end;
      }
      spills.putIfAbsent(end.name, bytes);
      end = end(place); // somebody may have been first, also with a mark
    }
    return end;
  }

  /**
   * Marks a place before the table goes on, unless it has a note.
   *
   * @param nowMillis the time
   * @return its note: the end is further on
   * @throws RefusedException if the table was given up while it was restored
   */
  Optional<N> mark(String place, long nowMillis) {
    long own = restore.getAsLong();
    byte[] mark =
        new ByteOutput(16)
            .writeByte(MARK_VERSION)
            .writeUnsigned(own)
            .writeSigned(nowMillis)
            .toByteArray();
    End<N> end = end(place);
    while (end.note.isEmpty() && !end.marked && own != 0) {
      if (end.other.filter(each -> each.restore > own).isPresent()) {
        requireInUse(end);
      }
      spills.putIfAbsent(end.name, mark);
      end = end(place);
    }
    return end.note;
  }

  /** A call that began before another table was restored may be of one that was given up. */
  private void requireInUse(End<N> end) {
    if (end.other.filter(each -> surelyMillis.getAsLong() <= each.atMillis).isPresent()) {
      throw end.givenUp();
    }
  }
}
