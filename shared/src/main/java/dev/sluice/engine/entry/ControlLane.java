package dev.sluice.engine.entry;

import dev.sluice.engine.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this process knows of the control lane. One thread at a time. */
public final class ControlLane {

  /**
   * A border and where it stands.
   *
   * @param control the number of the entry that added it
   * @param terminal whether the input ends with it
   */
  public record Placed(long control, Border border, boolean terminal) {}

  private final Logs logs;
  private Optional<LaneLog.Numbered<ControlEntry>> head = Optional.empty();

  public ControlLane(Logs logs) {
    this.logs = logs;
  }

  /** The newest entry known; empty if the app has not started. */
  public Optional<LaneLog.Numbered<ControlEntry>> head() {
    return head;
  }

  /** The number of the newest entry known; 0 if the app has not started. */
  public long headNumber() {
    return head.map(LaneLog.Numbered::number).orElse(0L);
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
   * Puts the next entry.
   *
   * @return whether it is the head now; if not, somebody else was first, and {@link #refresh} helps
   */
  public boolean append(ControlEntry entry) {
    long number = head.map(each -> each.number() + 1).orElse(0L);
    boolean won = logs.cachedControl().append(Lanes.CONTROL, number, entry);
    if (won) {
      head = Optional.of(new LaneLog.Numbered<>(number, entry));
    }
    return won;
  }

  /**
   * The borders behind interval k, ascending.
   *
   * @param from the number of an entry before which all borders are known to be done
   */
  public List<Placed> bordersAfter(long k, long from) {
    List<Placed> found = new ArrayList<>();
    if (headNumber() < from) {
      refresh(); // whoever put the entry that says so knows more than this process
    }
    if (head.isEmpty()) {
      return found;
    }
    for (LaneLog.Numbered<ControlEntry> each :
        logs.cachedControl().readAll(Lanes.CONTROL, from, head.get().number())) {
      List<Border> borders = each.entry().borders();
      for (int i = 0; i < borders.size(); i++) {
        boolean terminal = each.entry().terminal() && i == borders.size() - 1;
        if (borders.get(i).k() > k) {
          found.add(new Placed(each.number(), borders.get(i), terminal));
        }
      }
    }
    return found;
  }
}
