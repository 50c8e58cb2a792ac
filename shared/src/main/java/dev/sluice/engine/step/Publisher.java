package dev.sluice.engine.step;

import dev.sluice.api.BatchInfo;
import dev.sluice.api.graph.Node;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.Codec;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.BucketEntry;
import dev.sluice.engine.entry.LaneLog;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Out;
import dev.sluice.plan.Plan;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out what committed entries promise. What was done before is found done. */
final class Publisher {
  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;

  /** For each lane, the entry up to which this process has published everything. */
  private final Map<String, Long> files = new HashMap<>();

  Publisher(Plan plan, EngineSettings settings, Ports ports, Logs logs) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.logs = logs;
  }

  /** The outputs that an entry promises. */
  List<Out> outs(BucketEntry entry) {
    return Out.readTable(
        logs.payloads().read(entry.payload(), entry.tableOffset(), entry.tableLength()));
  }

  /**
   * Publishes an entry's files, if this process has not done so.
   *
   * @param fresh whether the entry is this process's own new one: then nobody is likely to have
   *     published it before
   * @throws ProtocolException if a name holds something else
   */
  void publishFiles(String lane, LaneLog.Numbered<BucketEntry> entry, boolean fresh) {
    if (files.getOrDefault(lane, -1L) >= entry.number()) {
      return;
    }
    for (Out out : outs(entry.entry())) {
      if (out.kind() == Out.Kind.FILE) {
        byte[] content = content(entry.entry(), out);
        if (fresh || !isThere(out.name(), content)) {
          put(out.name(), content);
        }
      }
    }
    files.put(lane, entry.number());
  }

  private void put(String name, byte[] content) {
    if (ports.outputs().putIfAbsent(name, content) == ObjectStore.Put.EXISTS
        && !isThere(name, content)) {
      throw new ProtocolException("SLUICE-E05", name + " was there, and is gone again");
    }
  }

  private boolean isThere(String name, byte[] content) {
    Optional<byte[]> there = ports.outputs().get(name);
    if (there.isPresent() && !Arrays.equals(there.get(), content)) {
      throw new ProtocolException(
          "SLUICE-E05",
          name
              + " exists with "
              + there.get().length
              + " other bytes than the "
              + content.length
              + " to be published: somebody else writes there, or an earlier app did;"
              + " it is not overwritten");
    }
    return there.isPresent();
  }

  /** Prints and calls what an entry promises to; at least once, as it cannot be known. */
  void runEffects(int bucket, BucketEntry entry) {
    for (Out out : outs(entry)) {
      if (out.kind() == Out.Kind.PRINT) {
        String rows = new String(content(entry, out), StandardCharsets.UTF_8);
        Instant border = Instant.ofEpochMilli(settings.borderMillis(out.k()));
        ports.console().accept("-- " + out.sink() + " " + border + "\n" + rows);
      } else if (out.kind() == Out.Kind.BATCH) {
        call(out, bucket, content(entry, out));
      }
    }
  }

  private void call(Out out, int bucket, byte[] content) {
    Node.Batches sink = plan.batches(out.sink());
    Codec<Object> codec = sink.codec();
    List<Object> rows = new ArrayList<>();
    ByteInput in = new ByteInput(content);
    while (in.hasRemaining()) {
      rows.add(codec.decode(in.readBytes()));
    }
    long border = settings.borderMillis(out.k());
    try {
      sink.call().accept(rows, new BatchInfo(border, bucket));
    } catch (Exception e) {
      throw new ProtocolException(
          "SLUICE-E13",
          "the function of "
              + out.sink()
              + " threw for batch "
              + border
              + ", bucket "
              + bucket
              + "; the bucket waits and the call is repeated",
          e);
    }
  }

  private byte[] content(BucketEntry entry, Out out) {
    return logs.payloads()
        .read(entry.payload(), entry.contentsOffset() + out.offset(), out.length());
  }
}
