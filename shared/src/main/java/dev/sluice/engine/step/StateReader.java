package dev.sluice.engine.step;

import dev.sluice.api.StreamApp;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.Codec;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Epoch;
import dev.sluice.engine.entry.Groups;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Layout;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Outside;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the state of a key from outside, while the app runs or not. It takes part in nothing: it
 * only reads what was committed. One thread at a time.
 *
 * <pre>
 * batches:               | (a,1) |        | (a,2) |
 * updateStateByKey:              a -> 1           a -> 3
 * get("sums", "a"):      none    1        1       3
 * </pre>
 */
public final class StateReader {
  private final Plan plan;
  private final EngineSettings settings;
  private final Logs logs;

  public StateReader(Plan plan, EngineSettings settings, Logs logs) {
    this.plan = plan;
    this.settings = settings;
    this.logs = logs;
  }

  /**
   * A reader for whoever has the app's class and its stores.
   *
   * @param tables the lines of the static tables that the app was started with, by name
   * @param log the lanes of the app
   * @param spills where entries keep what is too large for the log
   * @return a reader, or nothing if the app was never started
   * @throws dev.sluice.engine.ProtocolException SLUICE-E11 if another app was
   */
  public static Optional<StateReader> of(
      StreamApp app,
      Map<String, List<String>> tables,
      LogStore log,
      ObjectStore spills,
      Clock clock) {
    return of(Plan.of(app, tables), log, spills, clock);
  }

  /** The same for an app that is planned. */
  public static Optional<StateReader> of(Plan plan, LogStore log, ObjectStore spills, Clock clock) {
    return Outside.of(plan, log, spills, clock)
        .map(found -> new StateReader(found.plan(), found.settings(), found.logs()));
  }

  /**
   * The newest committed state of a key.
   *
   * @param <S> the type of the operator's states
   * @param operator its name, or the id that late outputs show
   * @param key of the operator's type
   * @return the state, none where the key has none
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  @SuppressWarnings("unchecked")
  public <S> Optional<S> get(String operator, Object key) {
    Operator.Keyed keyed = operator(operator);
    byte[] bytes = keyed.node().keys().encode(key);
    int group = KeyGroups.of(bytes);
    KeyedState state = read(keyed, new Groups(group, group + 1));
    return Optional.ofNullable(state.get(new Key(bytes)).state())
        .map(found -> (S) keyed.node().state().orElseThrow().decode(found));
  }

  /**
   * The keys that have a state by the newest committed entries: what an operator remembers, and
   * whether it has forgotten the rest. Reads the state of every bucket.
   *
   * @param <K> the type of the operator's keys
   * @param operator its name, or the id that late outputs show
   * @return the keys, in the order of their bytes
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  public <K> List<K> keys(String operator) {
    return new ArrayList<>(this.<K, Object>all(operator).keySet()); // a key may be null
  }

  /**
   * The operators that keep a state by key, by their names or the ids that late outputs show.
   *
   * @return the method of the API that each is, such as {@code updateStateByKey}
   */
  public SortedMap<String, String> operators() {
    SortedMap<String, String> kinds = new TreeMap<>();
    keyed().forEach(each -> kinds.put(each.id(), each.node().kind()));
    return kinds;
  }

  /**
   * All keys of an operator with their newest committed states, each bucket for itself: a batch may
   * be done in one and not yet in another.
   *
   * @param <K> the type of the operator's keys
   * @param <S> the type of its states
   * @return in the order of the keys' bytes
   * @throws IllegalArgumentException if the app has no such operator with state by key
   */
  @SuppressWarnings("unchecked")
  public <K, S> Map<K, S> all(String operator) {
    Operator.Keyed keyed = operator(operator);
    KeyedState state = read(keyed, new Groups(0, EngineSettings.KEY_GROUPS));
    Codec<Object> states = keyed.node().state().orElseThrow();
    Map<K, S> all = new LinkedHashMap<>();
    for (Key key : state.keys()) {
      Object kept = states.decode(state.get(key).state());
      all.put((K) keyed.node().keys().decode(key.bytes), (S) kept);
    }
    return all;
  }

  private Stream<Operator.Keyed> keyed() {
    return plan.operators().stream()
        .filter(Operator.Keyed.class::isInstance)
        .map(Operator.Keyed.class::cast)
        .filter(each -> each.node().state().isPresent());
  }

  private Operator.Keyed operator(String id) {
    return keyed()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the app has no operator '"
                        + id
                        + "' with state by key; it has "
                        + (ids().isEmpty() ? "none" : ids())));
  }

  private List<String> ids() {
    return keyed().map(Operator.Keyed::id).toList();
  }

  /** What is read, in which version of the app. */
  private record Wanted(Operator.Keyed keyed, Epoch epoch, List<Layout> layouts) {}

  private KeyedState read(Operator.Keyed keyed, Groups groups) {
    Optional<ControlEntry> control =
        logs.control().newest(Lanes.CONTROL).map(LaneLog.Numbered::entry);
    List<Layout> layouts =
        control.map(ControlEntry::layouts).orElse(List.of(Layout.first(settings.buckets())));
    Epoch epoch = control.map(ControlEntry::epoch).orElse(Epoch.FIRST);
    KeyedState state = new KeyedState();
    read(new Wanted(keyed, epoch, layouts), layouts.size() - 1, groups, state);
    return state;
  }

  /** Lanes that have not begun yet have not taken over the states of the layout before. */
  private void read(Wanted wanted, int index, Groups groups, KeyedState state) {
    Layout layout = wanted.layouts.get(index);
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      Groups own = layout.groups(bucket);
      String lane = layout.lane(wanted.keyed.stage(), bucket);
      if (!own.meets(groups)) {
        continue;
      }
      if (index > 0 && logs.buckets().newest(lane).isEmpty()) {
        read(wanted, index - 1, own.and(groups), state);
      } else {
        read(wanted, lane, own.and(groups), state);
      }
    }
  }

  /** Begins anew where the lane went on meanwhile and what was to be read is gone. */
  private void read(Wanted wanted, String lane, Groups groups, KeyedState state) {
    Optional<LaneLog.Numbered<BucketEntry>> head = logs.buckets().newest(lane);
    if (head.isEmpty()) {
      return;
    }
    List<LaneLog.Numbered<BucketEntry>> entries;
    try {
      entries = logs.buckets().readAll(lane, head.get().entry().base(), head.get().number());
    } catch (RuntimeException e) {
      Optional<LaneLog.Numbered<BucketEntry>> now = logs.buckets().newest(lane);
      if (now.isEmpty() || now.get().number() == head.get().number()) {
        throw e;
      }
      read(wanted, lane, groups, state);
      return;
    }
    for (LaneLog.Numbered<BucketEntry> each : entries) {
      BucketEntry entry = each.entry();
      if (BucketTasks.hasBegun(wanted.keyed, entry.k(), wanted.epoch)) {
        byte[] changes = logs.payloads().read(entry.payload(), 0, entry.changesLength());
        KeyedTask.changesOf(wanted.keyed, new ByteInput(changes))
            .ifPresent(cells -> state.inherit(cells, groups));
      }
    }
  }
}
