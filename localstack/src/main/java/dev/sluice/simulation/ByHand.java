package dev.sluice.simulation;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The usual ways to write the function that adds values up, without a toolkit. */
enum ByHand {
  ADD("ADD for each key of a batch") {
    @Override
    void take(String batch, SortedMap<String, Long> sums, Counter table) {
      sums.forEach(table::add);
    }
  },
  MARKER_BEFORE("a marker for the batch, then ADD") {
    @Override
    void take(String batch, SortedMap<String, Long> sums, Counter table) {
      if (table.mark(batch)) {
        sums.forEach(table::add);
      }
    }
  },
  MARKER_AFTER("ADD, then a marker for the batch") {
    @Override
    void take(String batch, SortedMap<String, Long> sums, Counter table) {
      if (!table.has(batch)) {
        sums.forEach(table::add);
        table.mark(batch);
      }
    }
  };

  private final String text;

  ByHand(String text) {
    this.text = text;
  }

  /** What it does, in a line. */
  String text() {
    return text;
  }

  /**
   * Adds up a batch.
   *
   * @param batch its first and last record, which is all that tells batches apart
   */
  abstract void take(String batch, SortedMap<String, Long> sums, Counter table);

  /** The handler. */
  StreamsEventResponse handle(KinesisEvent event, Counter table) {
    List<KinesisEvent.KinesisEventRecord> records = event.getRecords();
    SortedMap<String, Long> sums = new TreeMap<>();
    for (KinesisEvent.KinesisEventRecord each : records) {
      String line = StandardCharsets.UTF_8.decode(each.getKinesis().getData()).toString();
      sums.merge(Totals.keyOf(line), Totals.valueOf(line), Long::sum);
    }
    String last = records.get(records.size() - 1).getKinesis().getSequenceNumber();
    take(records.get(0).getEventID() + "-" + last, sums, table);
    return new StreamsEventResponse(List.of());
  }
}
