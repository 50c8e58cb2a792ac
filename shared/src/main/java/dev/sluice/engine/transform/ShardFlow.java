package dev.sluice.engine.transform;

import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.engine.flow.Context;
import dev.sluice.engine.flow.Flow;
import dev.sluice.engine.flow.KeyGroups;
import dev.sluice.engine.flow.Pipe;
import dev.sluice.engine.flow.RecordBuffer;
import dev.sluice.engine.flow.UserCode;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Stage 0 of a graph for one stream: from a record's bytes to the exchanges. */
final class ShardFlow {
  private final Context context = new Context();
  private final RecordBuffer buffer;
  private final Flow flow;
  private final List<Pipe> sources = new ArrayList<>();

  ShardFlow(Plan plan, EngineSettings settings, String stream, UserCode code) {
    buffer = new RecordBuffer(context, plan.eventTimes().size(), code);
    flow =
        new Flow(
            plan,
            settings,
            context,
            buffer,
            sink -> {
              throw new IllegalStateException("a sink behind a source has an operator: " + sink);
            });
    for (Node.Source source : plan.sources()) {
      if (source.stream().equals(stream)) {
        Pipe next = flow.behind(source);
        sources.add(data -> next.accept(source.decoder().decode((byte[]) data)));
      }
    }
  }

  /**
   * Runs user code on a record and holds back what it causes.
   *
   * @throws Exception what user code threw; nothing has happened then
   */
  void prepare(InRecord record, byte[] key, long k, long clockMillis) throws Exception {
    buffer.begin();
    context.k = k;
    context.timeMillis = clockMillis;
    context.stampMillis = record.stampMillis();
    context.far = false;
    context.key = key;
    boolean done = false;
    try {
      for (int i = 0; i < sources.size(); i++) {
        sources.get(i).accept(record.data());
      }
      done = true;
    } finally {
      if (!done) {
        buffer.clear();
      }
    }
  }

  /**
   * Finds out whether the record that was prepared can take effect, value by value, to no effect.
   *
   * @throws RuntimeException or anything else that an aggregator or its codec threw; the record is
   *     forgotten then
   */
  void rehearse() {
    boolean done = false;
    try {
      buffer.rehearse(0);
      done = true;
    } finally {
      if (!done) {
        buffer.clear();
      }
    }
  }

  /**
   * Lets the record that was prepared take effect.
   *
   * @throws RuntimeException what an aggregator threw; this flow is of no use then
   */
  void take(long[] newest) {
    buffer.commit(newest);
  }

  void flush(BodyBuilder body) {
    flow.flush(body);
  }

  static int groupOf(byte[] key) {
    return KeyGroups.of(key);
  }
}
