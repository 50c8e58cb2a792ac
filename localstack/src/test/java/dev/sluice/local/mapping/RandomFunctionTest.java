package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the function does, every record gets there or is reported, in order. */
class RandomFunctionTest {

  private static final int SEEDS = 1_000;

  /** Notes when a record was processed for the first time. */
  private static final class Model {
    final List<Integer> firstSuccesses = new ArrayList<>();
    final Set<Integer> seen = new HashSet<>();

    void processed(Batch batch, int count) {
      for (ShardRecord record : batch.records().subList(0, count)) {
        int n = Integer.parseInt(record.sequenceNumber());
        if (seen.add(n)) {
          firstSuccesses.add(n);
        }
      }
    }
  }

  @Test
  void nothingIsSkippedUnlessItIsReported() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        check(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    MappingSettings settings =
        Bench.settings()
            .batchSize(1 + random.nextInt(10))
            .maximumBatchingWindow(Duration.ofMillis(random.nextInt(3) * 150))
            .maximumRetryAttempts(random.nextInt(5) - 1)
            .bisectBatchOnFunctionError(random.nextBoolean())
            .reportBatchItemFailures(random.nextInt(4) > 0)
            .build();
    Disturbance disturbance =
        random.nextBoolean() ? Disturbance.NONE : Disturbance.seeded(seed, 0.3, 50);
    int count = random.nextInt(60);
    Bench bench = new Bench(settings, disturbance).put(1, count);
    bench.closed = random.nextBoolean();
    Model model = new Model();
    bench.afterStep = () -> checkCheckpoint(bench, model);
    bench.run(100_000, batch -> answer(batch, random, settings, model));

    Set<Integer> reported = reported(bench);
    for (int n = 1; n <= count; n++) {
      assertThat(model.seen.contains(n) || reported.contains(n)).as("record %d", n).isTrue();
    }
    // A record that was given up comes back when its batch is delivered again later.
    List<Integer> inOrder = new ArrayList<>(model.firstSuccesses);
    inOrder.removeIf(reported::contains);
    assertThat(inOrder).isSorted();
    if (settings.maximumRetryAttempts() == MappingSettings.INFINITE) {
      assertThat(reported).isEmpty();
    }
    if (bench.closed) {
      assertThat(bench.machine.checkpoint()).isEqualTo(new Checkpoint.End());
    } else {
      assertThat(bench.machine.isIdle()).isTrue();
      assertThat(bench.checkpoint()).isEqualTo(count == 0 ? "null" : Integer.toString(count));
    }
  }

  private static Set<Integer> reported(Bench bench) {
    Set<Integer> reported = new HashSet<>();
    for (DiscardedBatch batch : bench.discarded) {
      batch.batch().records().forEach(r -> reported.add(Integer.parseInt(r.sequenceNumber())));
    }
    return reported;
  }

  /** A crash after any step loses nothing: all up to the checkpoint is processed or reported. */
  private static void checkCheckpoint(Bench bench, Model model) {
    if (bench.machine.checkpoint() instanceof Checkpoint.After after) {
      Set<Integer> reported = reported(bench);
      for (int n = Integer.parseInt(after.sequenceNumber()); n > 0; n--) {
        assertThat(model.seen.contains(n) || reported.contains(n)).as("record %d", n).isTrue();
      }
    }
  }

  private static Outcome answer(Batch batch, Random random, MappingSettings settings, Model model) {
    int size = batch.records().size();
    switch (random.nextInt(6)) {
      case 0:
        model.processed(batch, random.nextInt(size + 1));
        return Bench.error(batch);
      case 1:
        return new Outcome.NotInvoked("throttled");
      case 2:
        int done = settings.reportBatchItemFailures() ? random.nextInt(size) : size;
        model.processed(batch, done);
        return done == size
            ? Bench.success(batch)
            : Bench.partial(batch.records().get(done).sequenceNumber());
      default:
        model.processed(batch, size);
        return Bench.success(batch);
    }
  }
}
