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
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Carries out what committed entries promise. What was done before is found done. */
final class Publisher {
  /** Bounds what is in memory at once, and what is tried again after a failure. */
  private static final int PUTS_AT_A_TIME = 64;

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Logs logs;

  /**
   * How far this process has published a lane.
   *
   * @param entry all entries before it, and of this one
   * @param outs so many outputs
   */
  private record Done(long entry, int outs) {
    static final Done NOTHING = new Done(-1, 0);
  }

  private final Map<String, Done> files = new HashMap<>();

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

  /** Whether this process knows that all files of an entry are published. */
  boolean hasPublished(String lane, long entry) {
    return files.getOrDefault(lane, Done.NOTHING).entry > entry;
  }

  /** Publishes all of an entry's files, if this process has not done so. */
  void publishFiles(String lane, LaneLog.Numbered<BucketEntry> entry, boolean fresh) {
    publishFiles(lane, entry, fresh, () -> true);
  }

  /**
   * Publishes an entry's files, as far as this process has not done so.
   *
   * @param fresh whether the entry is this process's own new one: then nobody is likely to have
   *     published it before
   * @param mayGoOn asked now and then; the next call goes on behind what is done
   * @return whether all are published
   * @throws ProtocolException if a name holds something else
   */
  boolean publishFiles(
      String lane, LaneLog.Numbered<BucketEntry> entry, boolean fresh, BooleanSupplier mayGoOn) {
    if (hasPublished(lane, entry.number())) {
      return true;
    }
    Done done = files.getOrDefault(lane, Done.NOTHING);
    int first = done.entry == entry.number() ? done.outs : 0;
    List<Out> outs = outs(entry.entry());
    Contents contents = new Contents(entry.entry());
    for (int from = first; from < outs.size(); from += PUTS_AT_A_TIME) {
      if (from > first && !mayGoOn.getAsBoolean()) {
        return false;
      }
      int to = Math.min(outs.size(), from + PUTS_AT_A_TIME);
      Map<String, byte[]> wanted = new TreeMap<>();
      for (Out out : outs.subList(from, to)) {
        if (out.kind() == Out.Kind.FILE) {
          wanted.put(out.name(), contents.of(out));
        }
      }
      if (!fresh) {
        Map<String, byte[]> there = ports.outputs().getAll(wanted.keySet());
        there.forEach((name, content) -> requireSame(name, content, wanted.get(name)));
        wanted.keySet().removeAll(there.keySet());
      }
      put(wanted);
      files.put(lane, new Done(entry.number(), to));
    }
    files.put(lane, new Done(entry.number() + 1, 0)); // what it promises need not be read again
    return true;
  }

  private void put(Map<String, byte[]> wanted) {
    ports
        .outputs()
        .putAllIfAbsent(wanted)
        .forEach(
            (name, put) -> {
              if (put == ObjectStore.Put.EXISTS && !isThere(name, wanted.get(name))) {
                throw new ProtocolException("SLUICE-E05", name + " was there, and is gone again");
              }
            });
  }

  private boolean isThere(String name, byte[] content) {
    Optional<byte[]> there = ports.outputs().get(name);
    there.ifPresent(bytes -> requireSame(name, bytes, content));
    return there.isPresent();
  }

  private static void requireSame(String name, byte[] there, byte[] content) {
    if (!Arrays.equals(there, content)) {
      throw new ProtocolException(
          "SLUICE-E05",
          name
              + " exists with "
              + there.length
              + " other bytes than the "
              + content.length
              + " to be published: somebody else writes there, or an earlier app did;"
              + " it is not overwritten");
    }
  }

  /** Whether an entry, if there is one, promises to print or to call something. */
  boolean hasEffects(Optional<BucketEntry> entry) {
    return entry.stream()
        .flatMap(each -> outs(each).stream())
        .anyMatch(out -> out.kind() != Out.Kind.FILE);
  }

  /** Prints and calls what an entry promises to; at least once, as it cannot be known. */
  void runEffects(int bucket, BucketEntry entry) {
    Contents contents = new Contents(entry);
    for (Out out : outs(entry)) {
      if (out.kind() == Out.Kind.PRINT) {
        String rows = new String(contents.of(out), StandardCharsets.UTF_8);
        Instant border = Instant.ofEpochMilli(settings.borderMillis(out.k()));
        ports.console().accept("-- " + out.sink() + " " + border + "\n" + rows);
      } else if (out.kind() == Out.Kind.BATCH) {
        call(out, bucket, contents.of(out));
      }
    }
  }

  private void call(Out out, int bucket, byte[] content) {
    if (plan.batches(out.sink()).isEmpty()) {
      return; // the app has given it up, with the calls that were not made
    }
    Node.Batches sink = plan.batches(out.sink()).get();
    Codec<Object> codec = sink.codec();
    List<Object> rows = new ArrayList<>();
    ByteInput in = new ByteInput(content);
    while (in.hasRemaining()) {
      rows.add(codec.decode(in.readBytes()));
    }
    long border = settings.borderMillis(out.k());
    try {
      sink.call().accept(rows, new BatchInfo(border, bucket));
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
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

  /** The contents of an entry's outputs, read together when the first is wanted. */
  private final class Contents {
    private final BucketEntry entry;
    private byte[] all;

    Contents(BucketEntry entry) {
      this.entry = entry;
    }

    byte[] of(Out out) {
      if (all == null) {
        all = logs.payloads().read(entry.payload(), entry.contentsOffset(), entry.contentsLength());
      }
      return Arrays.copyOfRange(all, out.offset(), out.offset() + out.length());
    }
  }
}
