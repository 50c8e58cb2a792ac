package dev.sluice.engine.entry;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.RefusedException;
import dev.sluice.plan.Blueprint;
import dev.sluice.plan.GraphChange;
import dev.sluice.plan.Plan;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What graphs have promised, kept for good, and whether code may go on with what another wrote. */
public final class Graphs {
  /** Below it by when the app was started: one that begins anew has changes of its own. */
  private static final String CHANGES = "keep/change/";

  private final ObjectStore spills;
  private final LaneLog<ControlEntry> lane;

  /** Whether this process has seen its own graph in force. */
  private boolean led;

  /** From its first look up to this version of the app the process knows of others alone. */
  private int others = Integer.MAX_VALUE;

  Graphs(ObjectStore spills, LaneLog<ControlEntry> lane) {
    this.spills = spills;
    this.lane = lane;
  }

  private static String place(String digest) {
    return "keep/graph/" + digest;
  }

  /** Keeps what a graph promises: before anything names it. */
  public void keep(Plan plan) {
    spills.putIfAbsent(place(plan.digest()), plan.blueprint().encode());
  }

  /** Whether what a graph promises is kept, and can be read. */
  public static boolean isKept(ObjectStore spills, String digest) {
    return spills.get(place(digest)).map(Blueprint::decode).isPresent();
  }

  /**
   * Keeps behind which interval what is new in a graph begins, before an entry says it. Where an
   * earlier one was kept, by a table in which old code was less far than here, the later one is
   * kept behind that: the next table goes by the last.
   *
   * @param change the entry of the change
   * @param requireInUse throws if the table was given up: then the one in use may have kept an
   *     earlier interval, and goes on from that
   * @return the interval, or a later one that was kept before: then results of what is new have
   *     been published with that, and the table was lost since
   */
  public long keepBeginning(ControlEntry change, long interval, Runnable requireInUse) {
    String name = change.epoch().number() + "-" + change.graph();
    String place = CHANGES + change.startedMillis() + "/" + name;
    byte[] content = Long.toString(interval).getBytes(StandardCharsets.UTF_8);
    while (true) {
      List<Long> kept = kept(place);
      List<Long> known = kept.isEmpty() ? kept(CHANGES + name) : kept; // by older code
      if (!known.isEmpty()) {
        long last = known.get(known.size() - 1);
        if (last >= interval) {
          return last;
        }
        requireInUse.run();
      }
      if (spills.putIfAbsent(link(place, kept.size()), content) == ObjectStore.Put.CREATED) {
        return interval;
      } // else somebody was first, or the answer to an earlier try was lost
    }
  }

  private static String link(String place, int number) {
    return number == 0 ? place : place + "." + number;
  }

  /** The intervals that were kept of a change, ascending. */
  private List<Long> kept(String place) {
    List<Long> kept = new ArrayList<>();
    Optional<byte[]> next = spills.get(place);
    while (next.isPresent()) {
      kept.add(Long.parseLong(new String(next.get(), StandardCharsets.UTF_8)));
      next = spills.get(link(place, kept.size()));
    }
    return kept;
  }

  /**
   * What becomes of the state that a graph wrote under another one.
   *
   * @throws ProtocolException SLUICE-E11 if the new one cannot go on from it
   */
  public GraphChange change(String before, Plan plan) {
    Optional<byte[]> kept = spills.get(place(before));
    if (kept.isEmpty()) {
      throw new ProtocolException(
          "SLUICE-E11",
          "this state belongs to another graph, and what that one promised is not known: "
              + place(before)
              + " is not there; run the app that wrote the state, or begin with an empty one");
    }
    GraphChange change = plan.changeFrom(Blueprint.decode(kept.get()));
    if (!change.isCompatible()) {
      throw new ProtocolException(
          "SLUICE-E11",
          "this app cannot go on from the state that another graph wrote:\n  "
              + String.join("\n  ", change.refusals())
              + "\nor run the app that wrote the state, or begin with an empty one");
    }
    return change;
  }

  /**
   * Checks that this code and these settings are those in force.
   *
   * @throws ProtocolException if they can never be
   * @throws RefusedException if this is another version of the app, which may come into force or
   *     has been replaced
   */
  public void requireInForce(ControlEntry control, Plan plan, EngineSettings here) {
    if (led && !control.graph().equals(plan.digest())) {
      throw replaced();
    }
    requireReadable(control, plan, here);
    if (!control.graph().equals(plan.digest())) {
      throw replaced();
    }
    led = true;
  }

  /**
   * Whether this process's own graph has been in force since its first look: it does not bring it
   * back. Where the app has changed more than once behind a look, that may have been between.
   *
   * @param now an entry that names another graph
   */
  public boolean wasInForce(ControlEntry now, Plan plan) {
    while (!led && others < now.epoch().number() - 1) {
      led = graphOf(others + 1).filter(plan.digest()::equals).isPresent();
      others++;
    }
    return led;
  }

  /** The graph of a version of the app, if its entries have not expired. */
  private Optional<String> graphOf(int version) {
    OptionalLong last = lane.lastBefore(Lanes.CONTROL, each -> each.epoch().number() > version);
    return last.stream()
        .mapToObj(number -> lane.read(Lanes.CONTROL, number, number))
        .flatMap(List::stream)
        .map(LaneLog.Numbered::entry)
        .filter(each -> each.epoch().number() == version)
        .map(ControlEntry::graph)
        .findFirst();
  }

  /**
   * Checks that this code can read what the app has written.
   *
   * @throws ProtocolException if not
   */
  public void requireReadable(ControlEntry control, Plan plan, EngineSettings here) {
    if (!control.graph().equals(plan.digest())) {
      others = Math.min(others, control.epoch().number());
      change(control.graph(), plan);
    }
    if (control.intervalMillis() != here.intervalMillis()) {
      throw new ProtocolException(
          "SLUICE-E12",
          "the app was started with batch interval "
              + control.intervalMillis()
              + " ms and must go on with it, not with "
              + here.intervalMillis()
              + " ms: intervals are cut by it");
    }
  }

  /**
   * Checks that no newer code has put an entry: that has left out what it does not know.
   *
   * @param known the version of the app that whoever reads it goes by
   * @throws RefusedException if newer code has
   */
  public static void requireNotReplaced(BucketEntry entry, Epoch known) {
    if (entry.epoch() > known.number()) {
      throw replaced();
    }
  }

  /** Another version of the app is in force. */
  static RefusedException replaced() {
    return new RefusedException(
        "SLUICE-E28",
        "another version of the app is in force: this one takes nothing and does no steps until a"
            + " coordinator of its own has put the change, and none any more once it was replaced;"
            + " the call is repeated");
  }
}
