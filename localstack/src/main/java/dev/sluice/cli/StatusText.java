package dev.sluice.cli;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.Counters;
import dev.sluice.local.run.KeptStates;
import dev.sluice.local.run.LaneHeads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far an app is, for people and for programs. */
final class StatusText {
  private static final long SECOND = 1000;

  private StatusText() {}

  /** A line for each thing, with its parts separated by tabs. */
  static List<String> lines(KeptStates.Progress progress) {
    Status status = progress.status();
    List<String> lines = new ArrayList<>();
    lines.add("app\t" + phase(status));
    lines.add("batches complete\t" + frontier(status).map(each -> "up to " + each).orElse("none"));
    if (!status.finished()) {
      lanes(status, progress.heads(), lines);
    }
    status.broadcasts().forEach((name, table) -> lines.add("broadcast " + name + "\t" + of(table)));
    counters(status)
        .forEach(
            (name, count) -> lines.add(name + "\t" + String.format(Locale.ROOT, "%,d", count)));
    status
        .accumulators()
        .forEach(
            (name, sum) ->
                lines.add("accumulator " + name + "\t" + String.format(Locale.ROOT, "%,d", sum)));
    return lines;
  }

  private static void lanes(Status status, LaneHeads heads, List<String> lines) {
    lines.add(
        "results waited for\t"
            + (heads.lagMillis() == 0
                ? "none"
                : String.format(Locale.ROOT, "%,.1f s", heads.lagMillis() / (double) SECOND)));
    heads
        .watermarks()
        .forEach(each -> lines.add("watermark\t" + at(each).map(Object::toString).orElse("none")));
    status
        .shards()
        .forEach(
            (lane, clock) ->
                lines.add(
                    "shard "
                        + shard(lane)
                        + "\t"
                        + shard(status, clock)
                        + stand(heads.shards().get(lane))));
    heads
        .buckets()
        .forEach(
            (lane, head) ->
                lines.add(
                    "lane "
                        + lane
                        + "\t"
                        + at(head.borderMillis())
                            .map(each -> "step up to " + each)
                            .orElse("no step")
                        + "\tentry "
                        + head.entry()));
  }

  private static String stand(LaneHeads.Shard head) {
    return head == null ? "" : "\tposition " + head.position() + "\tentry " + head.entry();
  }

  /** The same as names and values; times as ISO-8601, or null. */
  static Map<String, Object> fields(KeptStates.Progress progress) {
    Status status = progress.status();
    LaneHeads heads = progress.heads();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("phase", phase(status));
    fields.put("completeUpTo", frontier(status).orElse(null));
    fields.put("lagMillis", heads.lagMillis());
    fields.put(
        "watermarks", heads.watermarks().stream().map(each -> at(each).orElse(null)).toList());
    Map<String, Object> shards = new LinkedHashMap<>();
    status.shards().forEach((lane, clock) -> shards.put(shard(lane), at(clock).orElse(null)));
    fields.put("shardClocks", shards);
    Map<String, Object> lanes = new LinkedHashMap<>();
    heads
        .shards()
        .forEach(
            (lane, head) ->
                lanes.put(
                    lane, Map.of("entry", head.entry(), "position", head.position().toString())));
    heads
        .buckets()
        .forEach(
            (lane, head) -> {
              Map<String, Object> bucket = new LinkedHashMap<>();
              bucket.put("entry", head.entry());
              bucket.put("stepUpTo", at(head.borderMillis()).orElse(null));
              lanes.put(lane, bucket);
            });
    fields.put("lanes", lanes);
    Map<String, Object> broadcasts = new LinkedHashMap<>();
    status.broadcasts().forEach((name, table) -> broadcasts.put(name, table.digest()));
    fields.put("broadcasts", broadcasts);
    fields.put("counters", counters(status));
    fields.put("accumulators", status.accumulators());
    return fields;
  }

  private static String phase(Status status) {
    return !status.started() ? "not started" : status.finished() ? "finished" : "open";
  }

  private static Optional<String> frontier(Status status) {
    return at(status.lastBorderMillis());
  }

  private static Optional<String> at(long millis) {
    return millis == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(millis).toString());
  }

  private static String shard(String lane) {
    return Lanes.streamOf(lane) + "/" + Lanes.shardOf(lane);
  }

  /** All results wait for the shard whose clock is behind the others'. */
  private static String shard(Status status, long clock) {
    long newest = status.shards().values().stream().mapToLong(each -> each).max().orElse(clock);
    long least = status.shards().values().stream().mapToLong(each -> each).min().orElse(clock);
    String behind =
        clock == least && newest - clock >= SECOND
            ? String.format(
                Locale.ROOT,
                ", %,d s behind the newest: results wait for it",
                (newest - clock) / SECOND)
            : "";
    return at(clock).map(each -> "taken up to " + each).orElse("nothing taken") + behind;
  }

  private static String of(Status.Table table) {
    return String.format(
        Locale.ROOT,
        "%,d bytes, %s..., %s",
        table.bytes(),
        table.digest().substring(0, Math.min(12, table.digest().length())),
        at(table.fromMillis()).map(each -> "since " + each).orElse("since the start"));
  }

  /** Counters other than those of accumulators. */
  private static SortedMap<String, Long> counters(Status status) {
    SortedMap<String, Long> counters = new TreeMap<>(status.counters());
    counters.keySet().removeIf(name -> !Counters.accumulators(Map.of(name, 0L)).isEmpty());
    return counters;
  }
}
