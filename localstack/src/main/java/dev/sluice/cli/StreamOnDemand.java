package dev.sluice.cli;

import dev.sluice.local.letters.KinesisRecords;
import dev.sluice.local.letters.ShardRecords;
import dev.sluice.local.services.Clients;
import dev.sluice.ports.Position;
import java.util.concurrent.locks.LockSupport;
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
    try (KinesisClient kinesis = clients.kinesis()) {
      return new KinesisRecords(kinesis, millis -> LockSupport.parkNanos(millis * NANOS_IN_MILLI))
          .read(stream, shard, from, to);
    }
  }
}
