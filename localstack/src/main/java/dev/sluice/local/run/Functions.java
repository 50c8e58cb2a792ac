package dev.sluice.local.run;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;

/** The functions of an app, wherever they run. */
interface Functions {

  /**
   * Has the transform function take a batch.
   *
   * @throws RuntimeException if it fails: the whole batch has failed then
   */
  StreamsEventResponse transform(KinesisEvent event) throws InterruptedException;

  /**
   * Has the coordinator run once, and waits for it.
   *
   * @throws RuntimeException if it fails; the next run goes on
   */
  void coordinate();

  /** Has a bucket function advance lanes, and waits for it. Failures are reported, not thrown. */
  void advance(int stage, List<Integer> buckets);
}
