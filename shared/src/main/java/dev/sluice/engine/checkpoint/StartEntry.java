package dev.sluice.engine.checkpoint;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.LogEntry;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the start lane. The first one claims what the app begins from; the second one says
 * that this is done. Both are kept for good.
 *
 * @param kind what it says
 * @param place where the checkpoint is, empty for nothing
 * @param number of the checkpoint
 * @param atMillis when it was put, by the writer's clock
 * @param restore the number of the beginning, which grows from one to the next in whichever table;
 *     0 for one by older code
 * @param note which newer checkpoints could not be used, and why; empty as a rule
 * @param behind how many tables had begun before, as far as whoever claimed this one knew; 0 for
 *     one by older code
 */
record StartEntry(
    Kind kind, String place, long number, long atMillis, long restore, String note, long behind) {
  enum Kind {
    /** The app begins from nothing. */
    NOTHING,
    /** The app begins from a checkpoint. */
    CHECKPOINT,
    /** All lanes of the checkpoint are there. */
    RESTORED,
    /**
     * Not what it begins from: its lanes are being removed ({@link Reset}). Older code refuses it.
     */
    RESET
  }

  private static final int VERSION = 3;

  /** Does not say what began before. */
  private static final int SECOND_VERSION = 2;

  /** Has no number of the restore. */
  private static final int FIRST_VERSION = 1;

  private static final char FORMAT = 'R';

  static StartEntry nothing(long nowMillis, long restore, long behind) {
    return new StartEntry(Kind.NOTHING, "", 0, nowMillis, restore, "", behind);
  }

  static StartEntry reset(long nowMillis) {
    return new StartEntry(Kind.RESET, "", 0, nowMillis, 0, "", 0);
  }

  static StartEntry from(Choice.Chosen chosen, long nowMillis, long restore, long behind) {
    return new StartEntry(
        Kind.CHECKPOINT,
        chosen.place(),
        chosen.number(),
        nowMillis,
        restore,
        chosen.note(),
        behind);
  }

  /** The entry behind a claim that says that all is there. */
  StartEntry done(long nowMillis) {
    Kind done = kind == Kind.CHECKPOINT ? Kind.RESTORED : kind;
    return new StartEntry(done, place, number, nowMillis, restore, note, behind);
  }

  /**
   * Whether a lane that begins like this says that a restore was begun, and not that it is done.
   */
  static boolean isRestoring(List<LogEntry> lane) {
    return lane.size() == 1 && decode(lane.get(0).bytes()).kind() == Kind.CHECKPOINT;
  }

  /**
   * Looks whether a claim is for what somebody asks for.
   *
   * @throws ProtocolException SLUICE-B05 if it is for another checkpoint, or for none
   */
  void requireFrom(StartFrom asked) {
    if (kind == Kind.NOTHING) {
      throw hasLanes();
    }
    boolean isIt =
        asked instanceof StartFrom.Newest
            || asked instanceof StartFrom.Numbered wanted
                && place.equals(Archive.PLACE)
                && number == wanted.number()
            || asked instanceof StartFrom.Kept kept && place.equals(Archive.kept(kept.name()));
    if (!isIt) {
      throw new ProtocolException(
          "SLUICE-B05",
          "another checkpoint is being restored here since "
              + Instant.ofEpochMilli(atMillis)
              + ", "
              + (place.equals(Archive.PLACE) ? number : "'" + Archive.keptName(place) + "'")
              + ": name that one or none to go on with it; or give another, empty table, or remove"
              + " what is there with './sluice reset --to-checkpoint'");
    }
  }

  static ProtocolException hasLanes() {
    return new ProtocolException(
        "SLUICE-B05",
        "the app has lanes here, or is to begin from nothing: a checkpoint is restored into an"
            + " empty table only; take another table, or './sluice reset' with --to-checkpoint");
  }

  byte[] encode() {
    ByteOutput out = new ByteOutput(64).writeByte(VERSION).writeByte(FORMAT);
    out.writeByte(kind.ordinal()).writeString(place).writeUnsigned(number);
    out.writeSigned(atMillis).writeUnsigned(restore).writeString(note);
    return out.writeUnsigned(behind).toByteArray();
  }

  static StartEntry decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    int format = in.readByte();
    int kind = in.readByte();
    if (version < FIRST_VERSION
        || version > VERSION
        || format != FORMAT
        || kind >= Kind.values().length) {
      throw new CodecException(
          "an entry of the start lane has version "
              + version
              + " and kind "
              + kind
              + ", this code does not know it");
    }
    StartEntry entry =
        new StartEntry(
            Kind.values()[kind],
            in.readString(),
            in.readUnsigned(),
            in.readSigned(),
            version == FIRST_VERSION ? 0 : in.readUnsigned(),
            in.readString(),
            version <= SECOND_VERSION ? 0 : in.readUnsigned());
    in.expectEnd();
    return entry;
  }
}
