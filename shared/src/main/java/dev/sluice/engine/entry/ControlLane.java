package dev.sluice.engine.entry;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What this process knows of the control lane. One thread at a time. */
public final class ControlLane {

  /**
   * A border and where it stands.
   *
   * @param control the number of the entry that added it
   * @param terminal whether the input ends with it
   * @param announced which versions of broadcasts hold
   * @param epoch the version of the app in force, which says what of the graph has begun
   * @param layout the one whose lanes do the step
   */
  public record Placed(
      long control,
      Border border,
      boolean terminal,
      Announcements announced,
      Epoch epoch,
      Layout layout) {}

  /** Entries read at once: with all of their borders some megabytes, as a rule. */
  private static final int READ_BATCH = 32;

  private final Logs logs;
  private final String graph;
  private Optional<LaneLog.Numbered<ControlEntry>> head = Optional.empty();

  /** The newest entry that this process has put. */
  private long own = -1;

  /**
   * @param graph the digest of this process's own
   */
  public ControlLane(Logs logs, String graph) {
    this.logs = logs;
    this.graph = graph;
  }

  /** The newest entry known; empty if the app has not started. */
  public Optional<LaneLog.Numbered<ControlEntry>> head() {
    return head;
  }

  /** Whether the input has ended, and what is left of it is being done. */
  public boolean hasEnded() {
    return head().filter(each -> each.entry().phase() == ControlEntry.Phase.ENDED).isPresent();
  }

  /** The version of the app in force, as far as is known. */
  public Epoch epoch() {
    return head.map(each -> each.entry().epoch()).orElse(Epoch.FIRST);
  }

  /** The layouts that may still have steps to do, ascending; none if the app has not started. */
  public List<Layout> layouts() {
    return head.map(each -> each.entry().layouts()).orElse(List.of());
  }

  /** The layout before another one, if that may still have steps to do. */
  public Optional<Layout> before(Layout layout) {
    return layouts().stream()
        .filter(each -> each.number() < layout.number())
        .max(Comparator.comparingInt(Layout::number));
  }

  /**
   * The last interval that a layout does the step of, {@link Long#MAX_VALUE} for no end. It holds
   * for what {@link #bordersAfter} gave before, as whoever knows a border knows its layout.
   */
  public long until(Layout layout) {
    long until = Long.MAX_VALUE;
    for (Layout each : layouts()) {
      if (each.number() > layout.number()) {
        until = Math.min(until, each.behind());
      }
    }
    return until;
  }

  /** The number of the newest entry known; 0 if the app has not started. */
  public long headNumber() {
    return head.map(LaneLog.Numbered::number).orElse(0L);
  }

  /** When an entry was put; long ago, if it is not there any more. */
  public long writtenMillis(long number) {
    return logs.cachedControl()
        .find(Lanes.CONTROL, number)
        .map(ControlEntry::writtenMillis)
        .orElse(Long.MIN_VALUE / 2);
  }

  /** Whether an entry is the newest one that this process has put. */
  public boolean isOwn(long number) {
    return number == own;
  }

  /** Reads what others have added, or only the head where this process lags far behind. */
  public void refresh() {
    if (head.isEmpty() || !logs.control().isEnd(Lanes.CONTROL, head.get().number())) {
      head = logs.control().head(Lanes.CONTROL);
      head.ifPresent(each -> logs.cachedControl().put(Lanes.CONTROL, each.number(), each.entry()));
      return;
    }
    List<LaneLog.Numbered<ControlEntry>> more =
        logs.cachedControl().readFrom(Lanes.CONTROL, head.get().number() + 1);
    if (!more.isEmpty()) {
      head = Optional.of(more.get(more.size() - 1));
    }
  }

  /**
   * Puts the next entry. The first and the last one of an app are kept for good: an app that stood
   * still for too long must not begin anew as if it had never been, and what has ended has ended.
   *
   * @return whether it is the head now; if not, somebody else was first, and {@link #refresh} helps
   */
  public boolean append(ControlEntry entry) {
    long number = head.map(each -> each.number() + 1).orElse(0L);
    boolean forGood = number == 0 || entry.phase() == ControlEntry.Phase.FINISHED;
    boolean won =
        forGood
            ? logs.control().appendForGood(Lanes.CONTROL, number, entry)
            : logs.control().append(Lanes.CONTROL, number, entry);
    if (won) {
      logs.cachedControl().put(Lanes.CONTROL, number, entry);
      head = Optional.of(new LaneLog.Numbered<>(number, entry));
      own = number;
    }
    return won;
  }

  /**
   * The borders behind interval k, ascending. What an entry says of a change holds for the steps of
   * all entries behind it, and whoever gives a border has read all entries before: so no step is
   * run by code that a change has replaced.
   *
   * @param from the number of an entry before which all borders are known to be done
   * @param most where there are so many or more, not all of them are given; at least 1
   * @throws RefusedException if another version of the app is in force
   */
  public List<Placed> bordersAfter(long k, long from, int most) {
    if (from > headNumber()) {
      refresh(); // whoever put that number knew more
    }
    requireInForce();
    List<Placed> found = new ArrayList<>();
    long number = from;
    while (head.isPresent() && number <= head.get().number() && found.size() < most) {
      long to = Math.min(number + READ_BATCH - 1, head.get().number());
      for (LaneLog.Numbered<ControlEntry> each :
          logs.cachedControl().readAll(Lanes.CONTROL, number, to)) {
        collect(each, k, found);
      }
      number = to + 1;
    }
    return found;
  }

  /**
   * Checks that this process has the version of the app that is in force, as far as is known.
   *
   * @throws RefusedException SLUICE-E28 if not
   */
  public void requireInForce() {
    if (head.isPresent() && !head.get().entry().graph().equals(graph)) {
      throw Graphs.replaced();
    }
  }

  private void collect(LaneLog.Numbered<ControlEntry> from, long k, List<Placed> found) {
    List<Border> borders = from.entry().borders();
    for (int i = 0; i < borders.size(); i++) {
      boolean terminal = from.entry().terminal() && i == borders.size() - 1;
      if (borders.get(i).k() > k) {
        found.add(
            new Placed(
                from.number(),
                borders.get(i),
                terminal,
                from.entry().announced().forThoseOf(head.orElseThrow().entry().announced()),
                epoch(),
                from.entry().layout()));
      }
    }
  }
}
