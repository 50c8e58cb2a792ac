package dev.sluice.functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The time of the call that a process is at, for those of its parts that are not told of calls: a
 * process has one call at a time.
 */
final class CallTime {
  private volatile LongSupplier leftMillis = () -> Long.MAX_VALUE;

  /**
   * Begins a call.
   *
   * @param context of the call, or null outside of Lambda
   * @return whether there is time for another step
   */
  BooleanSupplier begin(Context context) {
    LongSupplier left = TimeBudget.leftMillis(context);
    leftMillis = left;
    return () -> left.getAsLong() > 0;
  }

  /**
   * For how many milliseconds the call may go on with its work, as {@link
   * TimeBudget#leftMillis(Context)} says it.
   */
  long leftMillis() {
    return leftMillis.getAsLong();
  }
}
