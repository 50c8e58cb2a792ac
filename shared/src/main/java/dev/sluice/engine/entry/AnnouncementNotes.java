package dev.sluice.engine.entry;

import dev.sluice.engine.RefusedException;
import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which version of a broadcast followed another one, outside of the control lane: kept before
 * anybody may work with it. So a table that was lost does not take that along, and its successor
 * comes to the same versions for the same intervals.
 *
 * <p>A note is named by the version before, so none is found behind another history than its own.
 * Restores mark where notes end ({@link NoteChain}): what the next table has fixed with one version
 * is not followed by another one that a process of the table before keeps too late.
 */
public final class AnnouncementNotes {
  /** A broom may go there when no checkpoint is left that is older than the note. */
  private static final String PLACE = "checkpoints/broadcast/";

  private final NoteChain<Announcements.Version> chain;

  /**
   * @param restore the number of the restore from which the table went on, 0 where there was none
   * @param surelyMillis a time at which the call at work had not begun yet, by whichever clock
   */
  public AnnouncementNotes(ObjectStore spills, LongSupplier restore, LongSupplier surelyMillis) {
    this.chain =
        new NoteChain<>(
            "broadcast",
            true,
            spills,
            restore,
            surelyMillis,
            Announcements.Version::write,
            Announcements.Version::read);
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
   * @throws RefusedException if the table was given up
   */
  public Announcements.Version keep(
      ControlEntry of, String name, Announcements.Version before, Announcements.Version next) {
    return chain.keep(place(of, name, before), next).note().orElseThrow();
  }

  /** The version that followed another one, if one did. */
  public Optional<Announcements.Version> next(
      ControlEntry of, String name, Announcements.Version before) {
    return chain.find(place(of, name, before));
  }

  /**
   * The broadcast of which an entry has fixed another version than the one that was kept, if there
   * is one: then the entry is of a history that was given up.
   *
   * @param of an entry of the app
   */
  public Optional<String> contradicted(ControlEntry of) {
    return of.announced().versions().keySet().stream()
        .filter(name -> isContradicted(of, name))
        .findFirst();
  }

  private boolean isContradicted(ControlEntry of, String name) {
    long fixed = Math.max(of.announced().horizon(), of.lastBorder());
    List<Announcements.Version> all = of.announced().versions().get(name);
    for (int i = 0; i < all.size(); i++) {
      Optional<Announcements.Version> own =
          i + 1 < all.size() ? Optional.of(all.get(i + 1)) : Optional.empty();
      Optional<Announcements.Version> kept = next(of, name, all.get(i));
      if (kept.filter(each -> each.from() <= fixed).isPresent() && !kept.equals(own)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Marks where what is kept of each broadcast ends, before a table that was restored goes on. That
   * is behind the newest version that is fixed: another one may have been kept in place of one that
   * was only announced.
   *
   * @param head what was restored of the control lane
   * @param nowMillis the time
   * @throws RefusedException if the table was given up while it was restored
   */
  public void mark(ControlEntry head, long nowMillis) {
    Announcements announced = head.announced();
    announced
        .inForce(announced.horizon())
        .forEach(
            (name, fixed) -> {
              Optional<Announcements.Version> next = Optional.of(fixed);
              while (next.isPresent()) {
                next = chain.mark(place(head, name, next.get()), nowMillis);
              }
            });
  }
}
