package dev.sluice.engine.step;

import dev.sluice.api.Pair;
import dev.sluice.api.Window;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic.Input;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Texts;
import dev.sluice.codec.Codec;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.plan.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * One key in one step. Where user code throws, everything of the key is done again in smaller and
 * smaller parts, so that a refused value leaves no trace but its dead letter.
 */
final class KeyedRun implements KeyedCall {
  @FunctionalInterface
  private interface Action {
    void run() throws Exception;
  }

  private record Late(Window missed, long timeMillis, Object value) {}

  /** A result that could not be made or taken. */
  private record Lost(String text, Throwable reason) {}

  /** Stands for the key's timer, and for the end of its step, among the calls that failed. */
  private static final int TIMER = Integer.MAX_VALUE - 1;

  /** What a dead letter says in place of values: the same call would throw in every step. */
  private static final String TIMEOUT_FAILED =
      "timeout (the state stays, without a timeout until the key's next value)";

  private static final int END = Integer.MAX_VALUE;

  /** Stands for several calls, of which it is not known yet which one throws. */
  private static final int SPAN = -1;

  private final Operator.Keyed operator;
  private final Node.Keyed node;
  private final Key key;
  private final Object keyObject;
  private final Step step;
  private final KeyedState.Cell before;
  private final Emitter emitter;
  private final StepOutputs outputs;
  private final TreeMap<Integer, Throwable> refused = new TreeMap<>();
  private final List<Late> late = new ArrayList<>();
  private final List<Lost> lost = new ArrayList<>();
  private Object state;

  /** Those of the values at hand whose times are too far ahead of their arrival. */
  private List<Input> farAhead = List.of();

  /** The state as it was written last. */
  private byte[] stored;

  private long timerMillis;
  private boolean waits;

  KeyedRun(
      Operator.Keyed operator,
      Key key,
      Step step,
      KeyedState.Cell before,
      Emitter emitter,
      StepOutputs outputs) {
    this.operator = operator;
    this.node = operator.node();
    this.key = key;
    this.keyObject = node.keys().decode(key.bytes);
    this.step = step;
    this.before = before;
    this.emitter = emitter;
    this.outputs = outputs;
  }

  /**
   * Hands over the values and the timer; gives what the key has then, if that is new.
   *
   * @param first whether the key has its initial state and was never called before
   */
  Optional<KeyedState.Cell> run(List<Input> values, boolean first) {
    List<List<Input>> calls = calls(values, first);
    try {
      attempt(calls);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      careful(calls);
    }
    emitter.commit();
    late.forEach(this::hand);
    lost.forEach(each -> deadLetter(each.text, each.reason));
    refused.forEach((call, reason) -> deadLetter(call, calls, reason));
    boolean same =
        timerMillis == before.timerMillis()
            && waits == before.waits()
            && Arrays.equals(stored, before.state());
    return same ? Optional.empty() : Optional.of(new KeyedState.Cell(stored, timerMillis, waits));
  }

  private List<List<Input>> calls(List<Input> values, boolean first) {
    if (!node.traits().oneByOne()) {
      boolean wanted = !values.isEmpty() || first || node.traits().everyInterval();
      return wanted ? List.of(values) : List.of();
    }
    Stream<List<Input>> each = values.stream().map(List::of);
    return (first ? Stream.concat(Stream.of(List.<Input>of()), each) : each).toList();
  }

  /** As if nothing could fail: the state is written once in the end. */
  private void attempt(List<List<Input>> calls) throws Exception {
    begin();
    all(calls);
    timer();
    node.logic().end(this);
    store();
  }

  /** Finds the calls that throw, and leaves them out. */
  private void careful(List<List<Input>> calls) {
    begin();
    span(calls, 0, calls.size());
    guarded(TIMER, this::timer);
    guarded(END, () -> node.logic().end(this));
  }

  /**
   * Notes the state behind a span of calls. Where one of them throws it goes back and takes each
   * half for itself: so a key with many values is not written for each of them.
   */
  private void span(List<List<Input>> calls, int from, int to) {
    if (to - from == 1) {
      guarded(from, () -> values(calls.get(from)));
    } else if (to > from && !guarded(SPAN, () -> all(calls.subList(from, to)))) {
      int middle = (from + to) >>> 1;
      span(calls, from, middle);
      span(calls, middle, to);
    }
  }

  private void all(List<List<Input>> calls) throws Exception {
    for (List<Input> call : calls) {
      values(call);
    }
  }

  private void values(List<Input> values) throws Exception {
    farAhead = values.stream().filter(Input::far).toList();
    node.logic().values(this, values);
    farAhead = List.of();
  }

  /** Does something, or else nothing at all; whether it was done. */
  private boolean guarded(int call, Action action) {
    int sent = emitter.mark();
    int handed = late.size();
    int lostBefore = lost.size();
    byte[] storedBefore = stored;
    long timerBefore = timerMillis;
    boolean waitedBefore = waits;
    try {
      action.run();
      store();
      return true;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      if (call != SPAN) {
        refused.put(call, e);
      }
      farAhead = List.of();
      emitter.reset(sent);
      late.subList(handed, late.size()).clear();
      lost.subList(lostBefore, lost.size()).clear();
      stored = storedBefore;
      timerMillis = call == TIMER ? NEVER : timerBefore; // a timer that throws is over
      waits = waitedBefore;
      state = load();
      return false;
    }
  }

  private void begin() {
    farAhead = List.of();
    emitter.begin(key, keyObject, step);
    late.clear();
    lost.clear();
    stored = before.state();
    state = load();
    timerMillis = before.timerMillis();
    waits = before.waits();
  }

  private void timer() throws Exception {
    if (timerMillis != NEVER && timerMillis <= clockMillis()) {
      timerMillis = NEVER;
      node.logic().timer(this);
    }
  }

  private Object load() {
    return stored == null ? null : codec().decode(stored);
  }

  private void store() {
    stored = state == null ? null : codec().encode(state);
  }

  private void hand(Late value) {
    outputs.late(
        operator.id(),
        value.missed.startMillis(),
        value.missed.endMillis(),
        value.timeMillis,
        "late",
        key,
        keyObject,
        value.value,
        step);
  }

  private Codec<Object> codec() {
    return node.state()
        .orElseThrow(() -> new IllegalStateException(operator.id() + " has no codec for state"));
  }

  private void deadLetter(int call, List<List<Input>> calls, Throwable reason) {
    List<Object> values = new ArrayList<>();
    if (call < TIMER) {
      calls.get(call).forEach(each -> values.add(each.value()));
    }
    Object all = values.size() == 1 ? values.get(0) : values;
    Object what = call == TIMER ? TIMEOUT_FAILED : call == END ? "end of the interval" : all;
    deadLetter(Texts.shown(keyObject, what), reason);
  }

  private void deadLetter(String text, Throwable reason) {
    outputs.deadLetter(operator.id(), key.bytes, text, reason, step);
  }

  @Override
  public Object key() {
    return keyObject;
  }

  @Override
  public Object state() {
    return state;
  }

  @Override
  public void update(Object newState) {
    if (newState == null) {
      throw new IllegalArgumentException("a state is not null; remove() takes it away");
    }
    state = newState;
  }

  @Override
  public void remove() {
    state = null;
    timerMillis = NEVER;
    waits = false;
  }

  @Override
  public long timerMillis() {
    return timerMillis;
  }

  @Override
  public void setTimer(long millis) {
    timerMillis = millis;
  }

  @Override
  public void setWaiting(boolean isWaiting) {
    waits = isWaiting;
  }

  @Override
  public boolean isTick() {
    return step.isTick(operator);
  }

  @Override
  public boolean givesAll() {
    return step.givesAll(operator);
  }

  @Override
  public long watermarkMillis() {
    return step.watermarkBefore(operator.eventTimes());
  }

  @Override
  public long newWatermarkMillis() {
    return step.newWatermark(operator.eventTimes());
  }

  @Override
  public long outOfOrdernessMillis() {
    return operator.outOfOrderness().toMillis();
  }

  @Override
  public boolean hasEventTime() {
    return !operator.eventTimes().isEmpty();
  }

  @Override
  public long timeMillis() {
    long before = watermarkMillis();
    long watermark = before == Long.MIN_VALUE ? newWatermarkMillis() : before;
    return hasEventTime() && watermark != Long.MIN_VALUE ? watermark : step.borderMillis() - 1;
  }

  @Override
  public long clockMillis() {
    return step.watermarkAfter(operator);
  }

  @Override
  public long borderMillis() {
    return step.borderMillis();
  }

  @Override
  public void emit(Object value, long timeMillis) throws Exception {
    boolean far = farAhead.stream().anyMatch(each -> each.timeMillis() == timeMillis);
    emitter.send(value, timeMillis, far);
  }

  @Override
  public void emitAlone(Object value, long timeMillis) {
    int sent = emitter.mark();
    try {
      emit(value, timeMillis);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      emitter.reset(sent);
      Object text = value instanceof Pair<?, ?> pair ? pair.value() : value;
      lost.add(new Lost(Texts.shown(keyObject, text), e));
    }
  }

  @Override
  public void emit(Object value, Window window, OptionalLong revision) throws Exception {
    emitter.send(value, window.endMillis() - 1, window, revision);
  }

  @Override
  public void result(Callable<?> result, Window window, OptionalLong revision) {
    alone(result, window, made -> emit(made, window, revision));
  }

  @Override
  public void early(Callable<?> result, Window window) {
    alone(result, window, made -> emitter.sendEarly(made, window));
  }

  @Override
  public void result(Callable<?> result, long timeMillis) {
    alone(result, "result", made -> emit(made, timeMillis));
  }

  private void alone(Callable<?> result, Object what, Pipe pipe) {
    int sent = emitter.mark();
    Object made = what;
    try {
      made = result.call();
      pipe.accept(made);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      emitter.reset(sent);
      lost.add(new Lost(Texts.shown(keyObject, made), e));
    }
  }

  @Override
  public void late(Window missed, long timeMillis, Object value) {
    late.add(new Late(missed, timeMillis, value));
  }
}
