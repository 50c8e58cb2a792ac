package dev.sluice.cli;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said of a checkpoint. */
final class CheckpointText {
  private static final int KILO = 1024;

  private CheckpointText() {}

  /** A line. */
  static String line(CheckpointDesk.Summary of) {
    return "checkpoint "
        + name(of)
        + "\ttaken "
        + time(of.takenMillis())
        + "\tborder "
        + time(of.borderMillis())
        + "\t"
        + of.lanes().size()
        + " lanes, "
        + of.entries()
        + " entries, "
        + of.entryBytes()
        + " bytes in "
        + of.packs()
        + " packs, at most "
        + of.spilledBytes()
        + " bytes beside them\t"
        + (of.kept().isEmpty() ? "good until " : "kept ")
        + time(of.goodUntilMillis())
        + "\tread again from "
        + (of.replayMillis() == Long.MIN_VALUE ? "the oldest record" : time(of.replayMillis()));
  }

  /** What it has of a lane. */
  static String line(CheckpointDesk.Lane lane) {
    return lane.name()
        + "\tentries "
        + lane.from()
        + " to "
        + lane.to()
        + "\t"
        + lane.bytes()
        + " bytes, at most "
        + lane.spilledBytes()
        + " beside them";
  }

  /** How it is called. */
  static String name(CheckpointDesk.Summary of) {
    return of.kept().isEmpty() ? Long.toString(of.number()) : "'" + of.kept() + "'";
  }

  /** The same for programs. */
  static Map<String, Object> fields(CheckpointDesk.Summary of) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (of.kept().isEmpty()) {
      fields.put("number", of.number());
    } else {
      fields.put("kept", of.kept());
    }
    fields.put("taken", time(of.takenMillis()));
    fields.put("border", timeOrNull(of.borderMillis()));
    fields.put("replayFrom", timeOrNull(of.replayMillis()));
    fields.put("goodUntil", timeOrNull(of.goodUntilMillis()));
    fields.put("lanes", of.lanes().size());
    fields.put("entries", of.entries());
    fields.put("entryBytes", of.entryBytes());
    fields.put("spilledBytes", of.spilledBytes());
    fields.put("packs", of.packs());
    return fields;
  }

  /** What a restore costs, at least. */
  static String cost(CheckpointDesk.Summary of) {
    long units = Math.max(of.entries(), of.entryBytes() / KILO);
    return "a restore puts " + of.entries() + " entries, some " + units + " write units";
  }

  /**
   * From when else than the oldest record on records are to be read again. A partition that was
   * added to a topic and not listed yet is in no lane; what follows a shard of Kinesis is foreseen.
   */
  static String since(CheckpointDesk.Summary of) {
    if (of.replayMillis() == Long.MIN_VALUE) {
      return "";
    }
    boolean topics =
        of.lanes().stream()
            .map(CheckpointDesk.Lane::name)
            .filter(Lanes::isShard)
            .anyMatch(lane -> SourceId.parse(Lanes.streamOf(lane)).kind() == SourceKind.KAFKA);
    return ", or from "
        + time(of.replayMillis())
        + " less a minute, unless the app has come to read another stream since"
        + (topics ? ", or a topic had just got partitions when the checkpoint was taken" : "");
  }

  /** A moment for programs, null where there is none. */
  private static String timeOrNull(long millis) {
    return millis == Long.MIN_VALUE ? null : time(millis);
  }

  /** A moment in words. */
  static String time(long millis) {
    return millis == Long.MIN_VALUE
        ? "none"
        : millis == Long.MAX_VALUE ? "for good" : Instant.ofEpochMilli(millis).toString();
  }
}
