package dev.sluice.local.kinesis.journal;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.Change.Moment;
import dev.sluice.local.kinesis.Change.Snapshot;
import dev.sluice.local.kinesis.HashRange;
import dev.sluice.local.kinesis.StreamMode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a snapshot is written to a journal. */
final class SnapshotFormat {
  private SnapshotFormat() {}

  static void write(Snapshot snapshot, ByteOutput out) {
    out.writeUnsigned(snapshot.streams().size());
    for (Snapshot.StreamPart stream : snapshot.streams()) {
      out.writeString(stream.name()).writeSigned(stream.createdMillis());
      out.writeByte(stream.mode().ordinal()).writeUnsigned(stream.maxRecordBytes());
      out.writeUnsigned(stream.retentionHours()).writeUnsigned(stream.counter());
      out.writeSigned(stream.newestMillis()).writeUnsigned(stream.shards().size());
      for (Snapshot.ShardPart shard : stream.shards()) {
        writeRange(shard.range(), out);
        writeInts(shard.parents(), out);
        writeMoment(shard.opened(), out);
        out.writeBoolean(shard.closed().isPresent());
        shard.closed().ifPresent(moment -> writeMoment(moment, out));
      }
    }
    out.writeUnsigned(snapshot.cursors().size());
    new TreeMap<>(snapshot.cursors())
        .forEach((name, number) -> out.writeString(name).writeUnsigned(number));
    out.writeUnsigned(snapshot.accepted()).writeSigned(snapshot.newest());
  }

  static Change read(ByteInput in) {
    List<Snapshot.StreamPart> streams = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      streams.add(readStream(in));
    }
    Map<String, Long> cursors = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      cursors.put(in.readString(), in.readUnsigned());
    }
    return new Snapshot(streams, cursors, in.readUnsigned(), in.readSigned());
  }

  private static Snapshot.StreamPart readStream(ByteInput in) {
    String name = in.readString();
    long created = in.readSigned();
    StreamMode mode = StreamMode.values()[in.readByte()];
    int maxRecordBytes = in.readCount();
    int retentionHours = in.readCount();
    long counter = in.readUnsigned();
    long newest = in.readSigned();
    List<Snapshot.ShardPart> shards = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      shards.add(
          new Snapshot.ShardPart(
              readRange(in),
              readInts(in),
              readMoment(in),
              in.readBoolean() ? Optional.of(readMoment(in)) : Optional.empty()));
    }
    return new Snapshot.StreamPart(
        name, created, mode, maxRecordBytes, retentionHours, counter, newest, shards);
  }

  private static void writeMoment(Moment moment, ByteOutput out) {
    out.writeUnsigned(moment.counter()).writeSigned(moment.atMillis());
  }

  private static Moment readMoment(ByteInput in) {
    return new Moment(in.readUnsigned(), in.readSigned());
  }

  static void writeRange(HashRange range, ByteOutput out) {
    out.writeBytes(range.start().toByteArray()).writeBytes(range.end().toByteArray());
  }

  static HashRange readRange(ByteInput in) {
    return new HashRange(new BigInteger(in.readBytes()), new BigInteger(in.readBytes()));
  }

  static void writeInts(List<Integer> values, ByteOutput out) {
    out.writeUnsigned(values.size());
    values.forEach(out::writeUnsigned);
  }

  static List<Integer> readInts(ByteInput in) {
    List<Integer> values = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      values.add(in.readCount());
    }
    return values;
  }
}
