package dev.sluice.local.mapping;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a mapping does with one shard, as a state machine without threads, waits and clients: {@link
 * #next} says what to do, and the other methods take in what came of it. Rules: Lambda developer
 * guide, "How Lambda processes records from stream and queue-based event sources", "Using Lambda
 * with Kinesis", "Configuring partial batch response", "Retain discarded batch records".
 *
 * <p>Where the guide is silent: a batching window runs on from the end of the last call, over and
 * over while nothing comes; a partial answer that is not bisected counts as a retry of what is
 * left, whether there was progress or not; a call that did not reach the function is repeated until
 * the records are too old.
 */
final class ShardMachine {

  private final String shardId;
  private final MappingSettings settings;
  private final MappingIdentity identity;
  private final Disturbance disturbance;
  private final Tally tally;
  private final EventJson json;
  private final Gathering gathering;
  private final Polling polling;

  /** Cut batches, oldest first; only the first one is at work. */
  private final Deque<Piece> pieces = new ArrayDeque<>();

  /** How the first piece is to be delivered; null until decided. */
  private Disturbance.Delivery delivery;

  private Checkpoint checkpoint;
  private long windowStartMillis;
  private boolean windowRuns;
  private boolean ended;
  private boolean atNewest;
  private long processedMillis = Long.MIN_VALUE;

  ShardMachine(
      String shardId,
      MappingSettings settings,
      MappingIdentity identity,
      Disturbance disturbance,
      Tally tally,
      Checkpoint checkpoint) {
    this.shardId = shardId;
    this.settings = settings;
    this.identity = identity;
    this.disturbance = disturbance;
    this.tally = tally;
    this.checkpoint = checkpoint;
    this.json = new EventJson(identity, shardId);
    this.gathering = new Gathering(settings, json);
    this.polling = new Polling(settings);
  }

  /** How far the shard is processed; null while nothing is. */
  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** All records that arrived before this time are processed. */
  long processedMillis() {
    return processedMillis;
  }

  /** Whether the last read found nothing behind the newest record and all before is processed. */
  boolean isIdle() {
    return atNewest && pieces.isEmpty() && gathering.isEmpty();
  }

  /** What to do now. Asking again changes nothing. */
  Step next(Moment now) {
    if (!windowRuns) {
      windowRuns = true;
      windowStartMillis = now.timerMillis();
    }
    if (pieces.isEmpty() && isBatchDue(now.timerMillis())) {
      pieces.add(Piece.fresh(gathering.cut()));
    }
    if (!pieces.isEmpty()) {
      return nextOf(now);
    }
    if (ended && gathering.isEmpty()) {
      checkpoint = new Checkpoint.End();
      return new Step.Finished();
    }
    if (now.timerMillis() >= polling.nextMillis()) {
      return new Step.Read(gathering.room());
    }
    return new Step.Pause(
        gathering.isEmpty()
            ? polling.nextMillis()
            : Math.min(polling.nextMillis(), windowEndMillis()));
  }

  /** Takes in a read; {@code closed} when the shard has no record behind these. */
  void read(List<ShardRecord> records, long millisBehindLatest, boolean closed, Moment now) {
    if (gathering.isEmpty() && now.timerMillis() >= windowEndMillis()) {
      windowStartMillis = now.timerMillis();
    }
    gathering.add(records);
    ended = closed;
    atNewest = closed || records.isEmpty() && millisBehindLatest == 0;
    polling.read(records.size(), millisBehindLatest > 0, now.timerMillis());
  }

  /** Takes in that a read failed. */
  void readFailed(Moment now) {
    polling.failed(now.timerMillis());
  }

  /**
   * Takes in what came of the call that {@link #next} asked for.
   *
   * @return what went wrong, for people; empty when nothing did
   */
  String answered(Outcome outcome, Moment now) {
    Piece piece = pieces.removeFirst();
    Disturbance.Delivery how = delivery;
    delivery = null;
    windowStartMillis = now.timerMillis();
    if (outcome instanceof Outcome.NotInvoked refusal) {
      tally.throttles.increment();
      pieces.addFirst(piece.waiting(now.timerMillis(), settings.retryBackoff()));
      return refusal.reason();
    }
    tally.invocations.add(how.copies());
    Batch batch = new Batch(shardId, piece.records());
    tally.records.add(new Step.Invoke(batch, how.copies()).recordsInAll());
    Piece invoked = piece.invoked();
    if (outcome instanceof Outcome.Answered answer && !how.answerLost()) {
      Verdict verdict = Verdict.of(batch, answer.response(), settings.reportBatchItemFailures());
      answered(invoked, verdict.done(), how.again(), now);
      return verdict.error();
    }
    failed(invoked, true, now);
    return outcome instanceof Outcome.Failed error ? error.reason() : "the answer was lost";
  }

  /** Takes in that the batch of {@link Step.Refuse} was not called: a failure like any other. */
  void refused(Moment now) {
    tryAgain(pieces.removeFirst(), true, now);
  }

  /** Takes in that the on-failure destination has the batch of {@link Step.Discard}. */
  void discarded(DiscardedBatch batch) {
    Piece piece = pieces.removeFirst();
    int size = batch.batch().records().size();
    processed(batch.batch().last());
    tally.discardedBatches.increment();
    tally.discardedRecords.add(size);
    if (size < piece.records().size()) {
      pieces.addFirst(piece.part(size, piece.records().size()));
    }
  }

  private boolean isBatchDue(long nowMillis) {
    return !gathering.isEmpty() && (gathering.isFull() || ended || nowMillis >= windowEndMillis());
  }

  private long windowEndMillis() {
    return windowStartMillis + settings.maximumBatchingWindow().toMillis();
  }

  private Step nextOf(Moment now) {
    if (pieces.getFirst().exhausted()) {
      return discard(
          pieces.getFirst(),
          pieces.getFirst().records().size(),
          Condition.RETRY_ATTEMPTS_EXHAUSTED,
          now);
    }
    int tooOld = leading(true, now);
    if (tooOld > 0) {
      delivery = null;
      return discard(pieces.getFirst(), tooOld, Condition.RECORD_AGE_EXCEEDED, now);
    }
    if (now.timerMillis() < pieces.getFirst().notBeforeMillis()) {
      return new Step.Pause(pieces.getFirst().notBeforeMillis());
    }
    // Stamps need not increase, so a record that is too old may stand behind one that is not.
    keepFront(leading(false, now));
    if (isTooLarge(pieces.getFirst())) {
      return new Step.Refuse(new Batch(shardId, pieces.getFirst().records()));
    }
    if (delivery == null) {
      delivery = disturbance.next(shardId, new Batch(shardId, pieces.getFirst().records()));
      keepFront(delivery.records());
      if (delivery.delayMillis() > 0) {
        long until = now.timerMillis() + delivery.delayMillis();
        pieces.addFirst(pieces.removeFirst().until(until));
        return new Step.Pause(until);
      }
    }
    return new Step.Invoke(new Batch(shardId, pieces.getFirst().records()), delivery.copies());
  }

  /** How many records from the front of the first piece are too old, or are not. */
  private int leading(boolean old, Moment now) {
    List<ShardRecord> records = pieces.getFirst().records();
    int n = 0;
    while (n < records.size() && isTooOld(records.get(n), now) == old) {
      n++;
    }
    return n;
  }

  private boolean isTooOld(ShardRecord record, Moment now) {
    return !settings.maximumRecordAge().equals(MappingSettings.INFINITE_AGE)
        && now.arrivalMillis() - record.arrival().toEpochMilli()
            > settings.maximumRecordAge().toMillis();
  }

  private boolean isTooLarge(Piece piece) {
    return piece.records().size() == 1
        && EventJson.FRAME_BYTES + json.bytes(piece.records().get(0)) > EventJson.MAX_PAYLOAD_BYTES;
  }

  private void keepFront(int size) {
    Piece piece = pieces.getFirst();
    if (size < piece.records().size()) {
      pieces.removeFirst();
      pieces.addFirst(piece.part(size, piece.records().size()));
      pieces.addFirst(piece.part(0, size));
    }
  }

  private Step discard(Piece piece, int size, Condition condition, Moment now) {
    return new Step.Discard(
        new DiscardedBatch(
            identity,
            condition,
            new Batch(shardId, piece.records().subList(0, size)),
            piece.invocations(),
            piece.functionError(),
            Instant.ofEpochMilli(now.arrivalMillis())));
  }

  private void answered(Piece piece, int done, boolean again, Moment now) {
    int size = piece.records().size();
    if (done == size && again) {
      // The pieces behind go back first, so that all of them are cut anew, in order.
      while (!pieces.isEmpty()) {
        gathering.putBack(pieces.removeLast().records());
      }
      gathering.putBack(piece.records());
    } else if (done == size) {
      processed(piece.records().get(size - 1));
    } else if (done > 0) {
      processed(piece.records().get(done - 1));
      Piece rest = piece.part(done, size).progressed();
      if (settings.bisectBatchOnFunctionError()) {
        tally.bisections.increment();
        pieces.addFirst(rest);
      } else {
        tryAgain(rest, false, now);
      }
    } else {
      failed(piece, false, now);
    }
  }

  private void failed(Piece piece, boolean functionError, Moment now) {
    int size = piece.records().size();
    if (settings.bisectBatchOnFunctionError() && size > 1) {
      tally.bisections.increment();
      pieces.addFirst(piece.part(size / 2, size));
      pieces.addFirst(piece.part(0, size / 2));
    } else {
      tryAgain(piece, functionError, now);
    }
  }

  private void tryAgain(Piece piece, boolean functionError, Moment now) {
    Piece failed = piece.failed(settings.maximumRetryAttempts(), functionError);
    if (!failed.exhausted()) {
      tally.retries.increment();
    }
    pieces.addFirst(failed.waiting(now.timerMillis(), settings.retryBackoff()));
  }

  private void processed(ShardRecord last) {
    processedMillis = last.arrival().toEpochMilli();
    checkpoint = new Checkpoint.After(last.sequenceNumber());
  }
}
