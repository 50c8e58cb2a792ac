package dev.sluice.api.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Window;
import dev.sluice.api.graph.KeyedCall;
import dev.sluice.api.graph.KeyedLogic.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What a join keeps, and for how long: partners in {@code [t - 5 s, t + 10 s]}. */
class JoinWithinTest {
  private final OneKey call = new OneKey();

  private JoinWithin join(Outer outer) {
    return new JoinWithin(outer, Duration.ofMillis(5_000), Duration.ofMillis(10_000));
  }

  private static Input input(int port, long timeMillis) {
    return new Input(port, "" + timeMillis, timeMillis, false);
  }

  @Test
  void sidesAreKeptUntilTheWatermarkIsPastTheirLastPartner() {
    for (Outer outer : Outer.values()) {
      call.remove();
      join(outer).values(call, List.of(input(0, 1_000), input(1, 1_000)));
      assertThat(call.timer).as("the right one's").isEqualTo(6_001);

      call.clock = 6_001;
      join(outer).timer(call);
      assertThat(((JoinRows) call.state()).left()).hasSize(1);
      assertThat(((JoinRows) call.state()).right()).isEmpty();
      assertThat(call.timer).as("the left one's").isEqualTo(11_001);

      call.clock = 11_001;
      join(outer).timer(call);
      assertThat(call.state()).isNull();
      assertThat(call.timer).isEqualTo(KeyedCall.NEVER);
    }
  }

  @Test
  void whatHasMatchedIsNotGivenAlone() {
    join(Outer.FULL).values(call, List.of(input(0, 1_000), input(1, 1_000), input(1, 90_000)));
    call.clock = Long.MAX_VALUE;
    join(Outer.FULL).timer(call);

    assertThat(call.emitted)
        .containsExactly(
            "(k,(Optional[1000],Optional[1000]))@1000",
            "(k,(Optional.empty,Optional[90000]))@95000");
    assertThat(call.state()).isNull();
  }

  @Test
  void timesAtTheEndsOfTimeDoNotOverflow() {
    join(Outer.NONE).values(call, List.of(input(0, Long.MAX_VALUE), input(1, Long.MAX_VALUE - 1)));
    assertThat(call.emitted).hasSize(1);
    assertThat(call.timer).isEqualTo(Long.MAX_VALUE - 1);

    call.remove();
    join(Outer.NONE).values(call, List.of(input(0, Long.MIN_VALUE), input(1, Long.MIN_VALUE)));
    assertThat(call.emitted).hasSize(2);
  }

  /** A key in memory, with a clock that the test sets. */
  private static final class OneKey implements KeyedCall {
    private final List<String> emitted = new ArrayList<>();
    private Object state;
    private long timer = NEVER;
    private long clock;

    @Override
    public Object key() {
      return "k";
    }

    @Override
    public Object state() {
      return state;
    }

    @Override
    public void update(Object newState) {
      state = newState;
    }

    @Override
    public void remove() {
      state = null;
      timer = NEVER;
    }

    @Override
    public long timerMillis() {
      return timer;
    }

    @Override
    public void setTimer(long millis) {
      timer = millis;
    }

    @Override
    public long watermarkMillis() {
      return Long.MIN_VALUE;
    }

    @Override
    public long newWatermarkMillis() {
      return clock;
    }

    @Override
    public long outOfOrdernessMillis() {
      return 0;
    }

    @Override
    public boolean hasEventTime() {
      return true;
    }

    @Override
    public long timeMillis() {
      return clock;
    }

    @Override
    public long clockMillis() {
      return clock;
    }

    @Override
    public long borderMillis() {
      return clock;
    }

    @Override
    public void emit(Object value, long timeMillis) {
      emitted.add(value + "@" + timeMillis);
    }

    @Override
    public void emitAlone(Object value, long timeMillis) {
      emit(value, timeMillis);
    }

    @Override
    public void emit(Object value, Window window, OptionalLong revision) {
      throw new UnsupportedOperationException("a join has no windows");
    }

    @Override
    public void result(Callable<?> result, Window window, OptionalLong revision) {
      throw new UnsupportedOperationException("a join has no windows");
    }

    @Override
    public void early(Callable<?> result, Window window) {
      throw new UnsupportedOperationException("a join has no windows");
    }

    @Override
    public void result(Callable<?> result, long timeMillis) {
      throw new UnsupportedOperationException("a join emits what it has");
    }

    @Override
    public void setWaiting(boolean waits) {
      throw new UnsupportedOperationException("a join waits for its timer alone");
    }

    @Override
    public boolean isTick() {
      return false;
    }

    @Override
    public boolean givesAll() {
      return false;
    }

    @Override
    public void late(Window missed, long timeMillis, Object value) {
      throw new UnsupportedOperationException("the engine judges what is late");
    }
  }
}
