package dev.sluice.local.kinesis.journal;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.CodecException;
import dev.sluice.local.kinesis.Change;
import dev.sluice.local.kinesis.Cursor;
import dev.sluice.local.kinesis.StreamMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How changes are written to a journal: a version, a kind, the fields. */
final class ChangeFormat {
  private static final int VERSION = 1;
  private static final int CREATED = 0;
  private static final int DELETED = 1;
  private static final int RETENTION = 2;
  private static final int RESHARDED = 3;
  private static final int STORED = 4;
  private static final int SNAPSHOT = 5;

  private ChangeFormat() {}

  static byte[] encode(Change change) {
    ByteOutput out = new ByteOutput(256).writeByte(VERSION);
    if (change instanceof Change.StreamCreated c) {
      out.writeByte(CREATED).writeString(c.stream()).writeSigned(c.createdMillis());
      out.writeByte(c.mode().ordinal()).writeUnsigned(c.shardCount());
      out.writeUnsigned(c.maxRecordBytes());
    } else if (change instanceof Change.StreamDeleted d) {
      out.writeByte(DELETED).writeString(d.stream());
    } else if (change instanceof Change.RetentionSet r) {
      out.writeByte(RETENTION).writeString(r.stream()).writeUnsigned(r.hours());
      out.writeSigned(r.horizonMillis());
    } else if (change instanceof Change.Resharded r) {
      out.writeByte(RESHARDED).writeString(r.stream()).writeSigned(r.atMillis());
      out.writeUnsigned(r.steps().size());
      for (Change.Resharded.Step step : r.steps()) {
        SnapshotFormat.writeInts(step.parents(), out);
        out.writeUnsigned(step.ranges().size());
        step.ranges().forEach(range -> SnapshotFormat.writeRange(range, out));
      }
    } else if (change instanceof Change.RecordsStored s) {
      writeStored(s, out.writeByte(STORED));
    } else if (change instanceof Change.Snapshot s) {
      SnapshotFormat.write(s, out.writeByte(SNAPSHOT));
    }
    return out.toByteArray();
  }

  private static void writeStored(Change.RecordsStored stored, ByteOutput out) {
    out.writeString(stored.stream()).writeBoolean(stored.cursor().isPresent());
    stored
        .cursor()
        .ifPresent(cursor -> out.writeString(cursor.producer()).writeUnsigned(cursor.number()));
    out.writeUnsigned(stored.arrivals().size());
    for (Change.RecordsStored.Arrival each : stored.arrivals()) {
      out.writeUnsigned(each.shard()).writeSigned(each.stampMillis());
      out.writeString(each.partitionKey()).writeBytes(each.data());
    }
  }

  static Change decode(byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CodecException("a journal has version " + version + ", this code reads " + VERSION);
    }
    int kind = in.readByte();
    Change change =
        switch (kind) {
          case CREATED ->
              new Change.StreamCreated(
                  in.readString(),
                  in.readSigned(),
                  StreamMode.values()[in.readByte()],
                  in.readCount(),
                  in.readCount());
          case DELETED -> new Change.StreamDeleted(in.readString());
          case RETENTION ->
              new Change.RetentionSet(in.readString(), in.readCount(), in.readSigned());
          case RESHARDED -> readResharded(in);
          case STORED -> readStored(in);
          case SNAPSHOT -> SnapshotFormat.read(in);
          default -> throw new CodecException("a journal has a change of kind " + kind);
        };
    in.expectEnd();
    return change;
  }

  private static Change readResharded(ByteInput in) {
    String stream = in.readString();
    long at = in.readSigned();
    List<Change.Resharded.Step> steps = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      List<Integer> parents = SnapshotFormat.readInts(in);
      var ranges = new ArrayList<dev.sluice.local.kinesis.HashRange>();
      for (int r = in.readCount(); r > 0; r--) {
        ranges.add(SnapshotFormat.readRange(in));
      }
      steps.add(new Change.Resharded.Step(parents, ranges));
    }
    return new Change.Resharded(stream, at, steps);
  }

  private static Change readStored(ByteInput in) {
    String stream = in.readString();
    Optional<Cursor> cursor =
        in.readBoolean()
            ? Optional.of(new Cursor(in.readString(), in.readUnsigned()))
            : Optional.empty();
    List<Change.RecordsStored.Arrival> arrivals = new ArrayList<>();
    for (int n = in.readCount(); n > 0; n--) {
      arrivals.add(
          new Change.RecordsStored.Arrival(
              in.readCount(), in.readSigned(), in.readString(), in.readBytes()));
    }
    return new Change.RecordsStored(stream, arrivals, cursor);
  }
}
