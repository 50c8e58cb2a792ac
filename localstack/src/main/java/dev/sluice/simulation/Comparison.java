package dev.sluice.simulation;

import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** The same job under the same histories: by the toolkit, and by hand in the usual ways. */
public final class Comparison {
  /** The toolkit's row. */
  public static final String TOOLKIT = "Sluice";

  private final Set<Fault> allowed;

  /**
   * @param allowed the faults that may happen; those of the data never do
   */
  public Comparison(Set<Fault> allowed) {
    this.allowed = EnumSet.noneOf(Fault.class);
    allowed.stream().filter(each -> each.place() != Fault.Place.DATA).forEach(this.allowed::add);
  }

  /**
   * How often a way was wrong.
   *
   * @param way what it does
   * @param seeds how many were tried
   * @param wrongSeeds how many gave a wrong sum
   * @param sums how many sums there were
   * @param tooHigh sums above the true one
   * @param tooLow sums below it, or missing
   */
  public record Row(String way, long seeds, long wrongSeeds, long sums, long tooHigh, long tooLow) {

    /** Whether this is the toolkit, which must never be wrong. */
    public boolean isToolkit() {
      return way.equals(TOOLKIT);
    }

    private Row with(SortedMap<String, Long> found, SortedMap<String, Long> truth) {
      long high = 0;
      long low = 0;
      Set<String> keys = new TreeSet<>(found.keySet());
      keys.addAll(truth.keySet());
      for (String key : keys) {
        int sign = Long.compare(found.getOrDefault(key, 0L), truth.getOrDefault(key, 0L));
        high += sign > 0 ? 1 : 0;
        low += sign < 0 ? 1 : 0;
      }
      return new Row(
          way,
          seeds + 1,
          wrongSeeds + (high + low > 0 ? 1 : 0),
          sums + keys.size(),
          tooHigh + high,
          tooLow + low);
    }
  }

  /**
   * Tries seeds.
   *
   * @param progress is told each seed that is done
   */
  public List<Row> run(long from, long count, LongConsumer progress) {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put(TOOLKIT, new Row(TOOLKIT, 0, 0, 0, 0, 0));
    for (ByHand way : ByHand.values()) {
      rows.put(way.text(), new Row(way.text(), 0, 0, 0, 0, 0));
    }
    Totals job = new Totals();
    for (long seed = from; seed < from + count; seed++) {
      long history = Histories.of(seed);
      Trial trial = new Trial(job, history, allowed);
      long choices = -history;
      Run run = trial.run(Dice.of(choices));
      SortedMap<String, Long> published = Totals.published(run.stores.files());
      rows.compute(TOOLKIT, (name, row) -> row.with(published, truth(run.stores)));
      for (ByHand way : ByHand.values()) {
        Trouble trouble = new Trouble(trial.chances(), Dice.of(choices), line -> {});
        ByHandRun byHand = new ByHandRun(way, job, trial.shards(), trial.script(), trouble);
        SortedMap<String, Long> sums = byHand.go();
        rows.compute(way.text(), (name, row) -> row.with(sums, truth(byHand.stores)));
      }
      progress.accept(seed);
    }
    return new ArrayList<>(rows.values());
  }

  private static SortedMap<String, Long> truth(Stores stores) {
    return Totals.truth(stores.streams.get(Totals.STREAM));
  }
}
