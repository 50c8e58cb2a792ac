package dev.sluice.engine.files;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.ObjectStore;
import java.util.Optional;

/**
 * The entries of intake logs once more, outside of the logs: each is kept before it is put. So a
 * table that was lost does not take along which files were found when, and its successor comes to
 * the same entries.
 *
 * <p>Whoever keeps an entry first decides what it is, in whichever table: all others put that. A
 * note is named by the entry before it, so none is found behind another history than its own; that
 * of a log's first entry by the start of the app.
 */
final class IntakeNotes {
  /** A broom may go there when no checkpoint is left that is older than the note. */
  private static final String PLACE = "checkpoints/";

  private final ObjectStore spills;
  private final Logs logs;

  /**
   * @param logs of the app, which say when it was started
   */
  IntakeNotes(ObjectStore spills, Logs logs) {
    this.spills = spills;
    this.logs = logs;
  }

  /**
   * Keeps an entry that is about to be put.
   *
   * @param head the entry before it, null for none
   * @return the entry, or the one that was kept in its place before
   */
  IntakeEntry keep(String lane, long number, IntakeEntry head, IntakeEntry entry) {
    Optional<String> name = name(lane, number, head);
    return name.isPresent()
            && spills.putIfAbsent(name.get(), entry.encode()) == ObjectStore.Put.EXISTS
        ? read(name.get()).orElse(entry)
        : entry;
  }

  /**
   * The entry that was kept and is to be put next.
   *
   * @param head the entry before it, null for none
   */
  Optional<IntakeEntry> find(String lane, long number, IntakeEntry head) {
    return name(lane, number, head).flatMap(this::read);
  }

  private Optional<IntakeEntry> read(String name) {
    return spills.get(name).map(IntakeEntry::decode);
  }

  /** Nothing for the first entry where the app has not begun: there is no table to outlive. */
  private Optional<String> name(String lane, long number, IntakeEntry head) {
    Optional<String> before =
        head == null
            ? logs.control()
                .newest(Lanes.CONTROL)
                .map(LaneLog.Numbered::entry)
                .map(ControlEntry::startedMillis)
                .map(String::valueOf)
            : Optional.of(Payload.digest(head.encode()));
    return before.map(each -> PLACE + lane + "/" + number + "-" + each);
  }
}
