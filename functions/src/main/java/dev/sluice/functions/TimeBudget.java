package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Says when a call must come to its end, so that Lambda does not end it in the middle of work. */
public final class TimeBudget {
  /** A step takes a second or two; reads, a put and the files of an entry need to fit in. */
  private static final int MAX_RESERVE_MILLIS = 10_000;

  /** Of a call with a short timeout; the rest is for work. */
  private static final int MIN_PARTS_FOR_WORK = 3;

  private TimeBudget() {}

  /**
   * Whether there is time for another step: the last 10 s of a call are kept back, a third of it
   * where it is short.
   *
   * @param context of the call, or null outside of Lambda: then there always is
   */
  public static BooleanSupplier of(Context context) {
    LongSupplier left = leftMillis(context);
    return () -> left.getAsLong() > 0;
  }

  /**
   * As {@link #of(Context)}, and no longer than a time that begins now.
   *
   * @param mostMillis for how long another step may be begun
   */
  static BooleanSupplier of(Context context, long mostMillis) {
    LongSupplier left = leftMillis(context);
    long end = Math.max(0, left.getAsLong() - mostMillis);
    return () -> left.getAsLong() > end;
  }

  /**
   * For how many milliseconds another step may still be begun: 0 or less when the time is up,
   * {@link Long#MAX_VALUE} outside of Lambda.
   */
  static LongSupplier leftMillis(Context context) {
    if (context == null) {
      return () -> Long.MAX_VALUE;
    }
    int reserve =
        Math.min(MAX_RESERVE_MILLIS, context.getRemainingTimeInMillis() / MIN_PARTS_FOR_WORK);
    return () -> context.getRemainingTimeInMillis() - reserve;
  }
}
