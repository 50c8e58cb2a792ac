package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Border;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.LayoutNotes;
import dev.sluice.engine.step.Steps;
import dev.sluice.ports.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Changes the number of buckets, one change at a time. The layout in force is everybody's, whatever
 * they wish.
 */
final class LayoutChange {
  private static final int NONE = -1;

  private final EngineSettings settings;
  private final Clock clock;
  private final Steps steps;
  private final LayoutNotes notes;
  private final Spacing spacing;
  private final LongSupplier begunAgainMillis;

  /** Whether this process has seen its own number of buckets in force: it never brings it back. */
  private boolean hadBuckets;

  /** The number of the layout that has done all steps which it did before the table was lost. */
  private int over = NONE;

  /**
   * @param begunAgainMillis when the app began in this table, {@link Long#MIN_VALUE} where it is
   *     its first one
   */
  LayoutChange(
      EngineSettings settings,
      Clock clock,
      Steps steps,
      LayoutNotes notes,
      Spacing spacing,
      LongSupplier begunAgainMillis) {
    this.settings = settings;
    this.clock = clock;
    this.steps = steps;
    this.notes = notes;
    this.spacing = spacing;
    this.begunAgainMillis = begunAgainMillis;
  }

  /** Whether the next entry may change the layout, and is to do so. */
  boolean isDue(ControlEntry head) {
    if (head.terminal()) {
      return false;
    }
    Optional<LayoutNotes.Note> before = notes.next(head);
    if (before.isPresent()) {
      boolean reached =
          over == head.layout().number() || head.lastBorder() >= before.get().behind();
      return reached && steps.isHandedOver();
    }
    hadBuckets |= head.buckets() == settings.buckets();
    return !hadBuckets
        && head.phase() == ControlEntry.Phase.OPEN
        && head.epoch().settled()
        && !isSoon(head.layout())
        && isUpToDate(head)
        && steps.isHandedOver();
  }

  private boolean isSoon(Layout newest) {
    return newest.number() > 0 && spacing.isSoonBehind(newest.sinceMillis());
  }

  /**
   * What was published before the table was lost is published again, and must be the same. The
   * clock that says when the app began again may have been behind by a minute.
   */
  private boolean isUpToDate(ControlEntry head) {
    long begun = begunAgainMillis.getAsLong();
    long sure = begun + Spacing.LEAST.plus(settings.skewAllowance()).toMillis();
    return begun == Long.MIN_VALUE
        || head.lastBorder() != Long.MIN_VALUE && settings.borderMillis(head.lastBorder()) >= sure;
  }

  /** How many buckets the app is to have. */
  int buckets(ControlEntry head) {
    return notes.next(head).map(LayoutNotes.Note::buckets).orElse(settings.buckets());
  }

  /**
   * An epoch with the new layout, which does all steps behind the newest border: nobody knows one
   * of them yet.
   *
   * @param number that of the entry
   */
  Epoch put(Epoch epoch, ControlEntry head, long number) {
    Layout before = head.layout();
    Layout next =
        new Layout(
            before.number() + 1, buckets(head), head.lastBorder(), clock.nowMillis(), number);
    return epoch.spread(next.inherits() ? List.of(before, next) : List.of(next));
  }

  /**
   * Those of the next borders whose steps the layout in force does: all, unless it was followed by
   * another one before the table was lost.
   */
  List<Border> cut(ControlEntry head, List<Border> next) {
    Optional<LayoutNotes.Note> before = notes.next(head);
    if (before.isEmpty() || next.isEmpty()) {
      return next;
    }
    List<Border> some = next.stream().filter(each -> each.k() <= before.get().behind()).toList();
    over = some.isEmpty() ? head.layout().number() : over;
    return some;
  }

  /** Keeps what must outlive the table, before an entry is put. */
  void keep(Optional<ControlEntry> before, ControlEntry entry) {
    before.ifPresent(each -> notes.keep(each, entry));
  }
}
