package dev.sluice.local.kinesis;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Streams as a whole: to create, delete, describe them, and their retention. */
final class StreamAdmin {

  /** AWS' documented bounds of the retention period. */
  private static final int MIN_RETENTION_HOURS = 24;

  private static final int MAX_RETENTION_HOURS = 8760;

  /** With how many shards AWS starts a stream on demand. */
  private static final int ON_DEMAND_SHARDS = 4;

  private final Core core;

  StreamAdmin(Core core) {
    this.core = core;
  }

  void create(String name, StreamMode mode, OptionalInt shardCount, OptionalInt maxRecordBytes) {
    if (core.state.streams.containsKey(name)) {
      throw KinesisException.inUse(
          String.format(
              Locale.ROOT,
              "Stream %s under account %s already exists.",
              name,
              core.settings.account()));
    }
    if (mode == StreamMode.PROVISIONED && shardCount.isEmpty()) {
      throw KinesisException.validation(
          "ShardCount is required for stream " + name + " in PROVISIONED mode.");
    }
    if (mode == StreamMode.ON_DEMAND && shardCount.isPresent()) {
      throw KinesisException.validation(
          "ShardCount must not be given for stream " + name + " in ON_DEMAND mode.");
    }
    int count = shardCount.orElse(ON_DEMAND_SHARDS);
    core.checkShardLimit(count);
    core.commit(
        new Change.StreamCreated(
            name,
            core.nowMillis(),
            mode,
            count,
            maxRecordBytes.orElse(core.settings.maxRecordBytes())));
  }

  void delete(String name) {
    core.commit(new Change.StreamDeleted(core.stream(name).name));
  }

  StreamInfo describe(String name) {
    return info(core.stream(name));
  }

  List<StreamInfo> list() {
    return core.state.streams.values().stream().map(this::info).toList();
  }

  private StreamInfo info(StreamState stream) {
    return new StreamInfo(
        stream.name,
        core.settings.streamArn(stream.name),
        stream.createdMillis,
        stream.mode,
        stream.retentionHours,
        stream.openShards().size(),
        stream.maxRecordBytes);
  }

  void increaseRetention(String name, int hours) {
    StreamState stream = checkRetention(name, hours);
    if (hours < stream.retentionHours) {
      throw wrongDirection(stream, hours, "shorter", "Decrease");
    }
    setRetention(stream, hours);
  }

  void decreaseRetention(String name, int hours) {
    StreamState stream = checkRetention(name, hours);
    if (hours > stream.retentionHours) {
      throw wrongDirection(stream, hours, "longer", "Increase");
    }
    setRetention(stream, hours);
  }

  void keepAll(String name) {
    StreamState stream = core.stream(name);
    if (stream.retentionHours < MAX_RETENTION_HOURS) {
      long ended = stream.behindEndsBefore(stream.horizonMillis(core.nowMillis()));
      core.commit(new Change.RetentionSet(name, MAX_RETENTION_HOURS, ended));
    }
  }

  void forgetBefore(String name, long millis) {
    StreamState stream = core.stream(name);
    if (stream.hasBefore(millis)) {
      core.commit(new Change.RetentionSet(name, stream.retentionHours, millis));
    }
  }

  private void setRetention(StreamState stream, int hours) {
    long horizon = stream.horizonMillis(core.nowMillis());
    core.commit(new Change.RetentionSet(stream.name, hours, horizon));
  }

  private StreamState checkRetention(String name, int hours) {
    StreamState stream = core.stream(name);
    if (hours < MIN_RETENTION_HOURS) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too short.",
              MIN_RETENTION_HOURS,
              hours));
    }
    if (hours > MAX_RETENTION_HOURS) {
      throw KinesisException.invalidArgument(
          String.format(
              Locale.ROOT,
              "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too long.",
              MAX_RETENTION_HOURS,
              hours));
    }
    return stream;
  }

  private static KinesisException wrongDirection(
      StreamState stream, int hours, String relation, String api) {
    return KinesisException.invalidArgument(
        String.format(
            Locale.ROOT,
            "Requested retention period (%d hours) for stream %s can not be %s than existing"
                + " retention period (%d hours). Use %sRetentionPeriod API.",
            hours,
            stream.name,
            relation,
            stream.retentionHours,
            api));
  }
}
