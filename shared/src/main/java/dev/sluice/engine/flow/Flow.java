package dev.sluice.engine.flow;

import dev.sluice.api.graph.Node;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.BodyBuilder;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The stateless part of a graph behind a source or an operator, put together as pipes that end in
 * exchanges and sinks. One thread at a time.
 */
public final class Flow {
  private final Plan plan;
  private final EngineSettings settings;
  private final Context context;
  private final RecordBuffer buffer;
  private final Function<Node.Sink, Exchange> fusedSinks;
  private final Map<String, Exchange> exchanges = new TreeMap<>();

  /**
   * @param fusedSinks makes the ends of sinks that have no operator of their own
   */
  public Flow(
      Plan plan,
      EngineSettings settings,
      Context context,
      RecordBuffer buffer,
      Function<Node.Sink, Exchange> fusedSinks) {
    this.plan = plan;
    this.settings = settings;
    this.context = context;
    this.buffer = buffer;
    this.fusedSinks = fusedSinks;
    context.intervalMillis = settings.intervalMillis();
  }

  /** Where the values of a node go. */
  public Pipe behind(Node node) {
    List<Node> consumers = plan.consumers(node);
    if (consumers.size() == 1) {
      return into(consumers.get(0));
    }
    Pipe[] pipes = consumers.stream().map(this::into).toArray(Pipe[]::new);
    return value -> {
      for (Pipe pipe : pipes) {
        pipe.accept(value);
      }
    };
  }

  /** About how many bytes {@link #flush} would write now. */
  public long bytes() {
    return exchanges.values().stream().mapToLong(Exchange::bytes).sum();
  }

  /** Writes what the exchanges have taken in. */
  public void flush(BodyBuilder body) {
    exchanges.values().forEach(exchange -> exchange.flush(body));
  }

  private Pipe into(Node node) {
    if (plan.operator(node).isPresent()) {
      Exchange exchange = exchange(plan.operator(node).get());
      return value -> buffer.add(exchange, value);
    } else if (node instanceof Node.Port port) {
      Exchange exchange = exchange(port);
      return value -> buffer.add(exchange, value);
    } else if (node instanceof Node.Stateless stateless) {
      Pipe next = behind(node);
      Consumer<Object> out = value -> unchecked(next, value);
      return value -> stateless.step().apply(value, context, out);
    } else if (node instanceof Node.EventTime time) {
      return eventTime(time, behind(node));
    } else if (node instanceof Node.Sink sink) {
      Exchange rows = fusedSinks.apply(sink);
      return value -> buffer.add(rows, value);
    }
    return behind(node); // a union, or one that says what holds for others
  }

  private Pipe eventTime(Node.EventTime node, Pipe next) {
    int index = plan.eventTimes().indexOf(node);
    long maxAhead = node.maxAhead().toMillis();
    return value -> {
      long time = node.timestamps().of(value);
      long before = context.timeMillis;
      boolean farBefore = context.far;
      context.timeMillis = time;
      context.far = time > context.stampMillis + maxAhead;
      if (!context.far) {
        buffer.eventTime(index, time);
      }
      next.accept(value);
      context.timeMillis = before;
      context.far = farBefore;
    };
  }

  private Exchange exchange(Node.Port port) {
    String id = plan.operator(plan.consumers(port).get(0)).orElseThrow().id();
    Exchange there = exchanges.get(id);
    Exchange exchange =
        there instanceof KeyedExchange keyed ? keyed.at(port) : new KeyedExchange(id, port);
    exchanges.putIfAbsent(id, exchange);
    return exchange;
  }

  private Exchange exchange(Operator operator) {
    return exchanges.computeIfAbsent(
        operator.id(),
        id -> {
          if (operator instanceof Operator.Aggregation aggregation) {
            return aggregation.node().windows().isPresent()
                ? new WindowExchange(aggregation, k -> greatestWatermarkBefore(aggregation, k))
                : new BatchExchange(aggregation);
          } else if (operator instanceof Operator.SinkRows rows) {
            return new RowExchange(id, RowFormat.of(rows.sink()));
          }
          throw new IllegalStateException("nothing flows into " + id);
        });
  }

  /**
   * No event time moves the watermark beyond the border of its interval, less the out-of-orderness:
   * so W(k-1) is at most start - outOfOrderness. In arrival time it is the start.
   */
  private long greatestWatermarkBefore(Operator.Aggregation aggregation, long k) {
    long start = k * settings.intervalMillis();
    List<Integer> eventTimes = aggregation.eventTimes();
    return eventTimes.isEmpty()
        ? start
        : plan.watermark(
            eventTimes, index -> start - plan.eventTimes().get(index).outOfOrderness().toMillis());
  }

  private static void unchecked(Pipe pipe, Object value) {
    try {
      pipe.accept(value);
    } catch (Exception e) {
      throw Flow.<RuntimeException>sneaky(e);
    }
  }

  /** Passes an exception of user code through an interface that declares none. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E sneaky(Exception e) throws E {
    throw (E) e;
  }
}
