package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.ports.ObjectStore;
import java.util.Optional;

/**
 * Which version of a broadcast followed another one, outside of the control lane: kept before
 * anybody may work with it. So a table that was lost does not take that along, and its successor
 * comes to the same versions for the same intervals.
 *
 * <p>A note is named by the version before, so none is found behind another history than its own.
 */
public final class AnnouncementNotes {
  private static final int VERSION = 1;

  /** A broom may go there when no checkpoint is left that is older than the note. */
  private static final String PLACE = "checkpoints/broadcast/";

  private final ObjectStore spills;

  public AnnouncementNotes(ObjectStore spills) {
    this.spills = spills;
  }

  private static String place(ControlEntry of, String name, Announcements.Version before) {
    return PLACE
        + name
        + "/"
        + of.startedMillis()
        + "/"
        + (before.from() == Long.MIN_VALUE ? "first" : before.from())
        + "-"
        + before.digest();
  }

  /**
   * Keeps that a version follows another one.
   *
   * @param of an entry of the app
   * @param name the broadcast
   * @return the version, or the one that was kept in its place before
   */
  public Announcements.Version keep(
      ControlEntry of, String name, Announcements.Version before, Announcements.Version next) {
    ByteOutput out = new ByteOutput(64).writeByte(VERSION);
    next.write(out);
    return spills.putIfAbsent(place(of, name, before), out.toByteArray()) == ObjectStore.Put.EXISTS
        ? next(of, name, before).orElse(next)
        : next;
  }

  /** The version that followed another one, if one did. */
  public Optional<Announcements.Version> next(
      ControlEntry of, String name, Announcements.Version before) {
    return spills.get(place(of, name, before)).map(AnnouncementNotes::decode);
  }

  private static Announcements.Version decode(byte[] bytes) {
    ByteInput in = Formats.openNote("broadcast", VERSION, bytes);
    Announcements.Version next = Announcements.Version.read(in);
    in.expectEnd();
    return next;
  }
}
