package dev.sluice.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The time of day of a broker, which tests set forward instead of waiting. */
final class ShiftedTime implements Time {
  private final AtomicLong aheadMillis = new AtomicLong();

  void pass(Duration time) {
    aheadMillis.addAndGet(time.toMillis());
  }

  @Override
  public long milliseconds() {
    return SYSTEM.milliseconds() + aheadMillis.get();
  }

  @Override
  public long nanoseconds() {
    return SYSTEM.nanoseconds();
  }

  @Override
  public long hiResClockMs() {
    return SYSTEM.hiResClockMs();
  }

  @Override
  public void sleep(long millis) {
    SYSTEM.sleep(millis);
  }

  @Override
  public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    SYSTEM.waitObject(monitor, condition, deadlineMillis - aheadMillis.get());
  }
}
