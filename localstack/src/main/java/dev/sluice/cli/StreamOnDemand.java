package dev.sluice.cli;

import dev.sluice.local.letters.KinesisRecords;
import dev.sluice.local.letters.ShardRecords;
import dev.sluice.local.services.Clients;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Makes a client of Kinesis only when records are asked for, as they seldom are. */
final class StreamOnDemand implements ShardRecords {
  private static final long NANOS_IN_MILLI = 1_000_000;

  private final Clients clients;

  StreamOnDemand(Clients clients) {
    this.clients = clients;
  }

  @Override
  public Found read(String stream, String shard, Position from, Position to) {
    return ask(records -> records.read(stream, shard, from, to));
  }

  @Override
  public Optional<HashRange> hashKeys(String stream, String shard) {
    return ask(records -> records.hashKeys(stream, shard));
  }

  private <R> R ask(Function<ShardRecords, R> question) {
    try (KinesisClient kinesis = clients.kinesis()) {
      return question.apply(
          new KinesisRecords(kinesis, millis -> LockSupport.parkNanos(millis * NANOS_IN_MILLI)));
    }
  }
}
