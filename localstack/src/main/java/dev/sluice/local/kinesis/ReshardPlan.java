package dev.sluice.local.kinesis;

import dev.sluice.local.kinesis.Change.Resharded.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The splits and merges that lead to even hash ranges. Each shard is first split at the borders
 * that will run through it, then what lies between two borders is merged; the shards in between
 * live for a moment only, as they do on AWS.
 */
final class ReshardPlan {

  private record Piece(int number, HashRange range) {}

  private final List<Step> steps = new ArrayList<>();
  private int nextNumber;

  private ReshardPlan(int nextNumber) {
    this.nextNumber = nextNumber;
  }

  static List<Step> toEven(StreamState stream, int count) {
    ReshardPlan plan = new ReshardPlan(stream.shards.size());
    List<HashRange> targets = HashRange.even(count);
    List<Piece> pieces = new ArrayList<>();
    for (ShardState shard : stream.openShards()) {
      plan.split(new Piece(shard.number, shard.range), targets, pieces);
    }
    plan.merge(pieces, targets);
    return List.copyOf(plan.steps);
  }

  private void split(Piece whole, List<HashRange> targets, List<Piece> pieces) {
    Piece rest = whole;
    for (HashRange target : targets) {
      BigInteger border = target.start();
      if (border.compareTo(rest.range.start()) > 0 && border.compareTo(rest.range.end()) <= 0) {
        List<HashRange> parts = rest.range.splitAt(border);
        steps.add(new Step(List.of(rest.number), parts));
        pieces.add(new Piece(nextNumber, parts.get(0)));
        rest = new Piece(nextNumber + 1, parts.get(1));
        nextNumber += 2;
      }
    }
    pieces.add(rest);
  }

  private void merge(List<Piece> pieces, List<HashRange> targets) {
    int next = 0;
    for (HashRange target : targets) {
      Piece merged = pieces.get(next++);
      while (!merged.range.end().equals(target.end())) {
        Piece upper = pieces.get(next++);
        HashRange whole = new HashRange(merged.range.start(), upper.range.end());
        steps.add(new Step(List.of(merged.number, upper.number), List.of(whole)));
        merged = new Piece(nextNumber++, whole);
      }
    }
  }
}
