package dev.sluice.functions;

import dev.sluice.engine.Engine;
import dev.sluice.engine.control.Status;
import dev.sluice.engine.entry.Counters;
import dev.sluice.ports.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells CloudWatch how an app is, by lines in its embedded metric format. Counts are those of the
 * lanes, from the beginning: exact whatever was lost or said twice; what came since is their
 * difference.
 *
 * <p>The format: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring, "Specification: Embedded
 * metric format". A document is a few members, and the library for it brings along 3 MB of others.
 */
public final class AppMetrics {
  /** The namespace of the metrics. */
  public static final String NAMESPACE = "Sluice";

  /** For how long results have been waited for, in milliseconds. */
  public static final String LAG = "FrontierLag";

  static final Duration DEFAULT_EVERY = Duration.ofMinutes(1);

  /** Of the alarms that look at differences, in infra/app-alarms.yaml. */
  private static final long ALARM_PERIOD_MILLIS = 300_000;

  private static final String DIMENSION = "FunctionName";

  /** What of the counters is a metric: each is paid for by the month. */
  private static final Map<String, String> COUNTS = counts();

  /** A line may come sooner by this part of the time between two of them. */
  private static final int SLACK = 4;

  private final Engine engine;
  private final String app;
  private final String function;
  private final long everyMillis;
  private final Clock clock;
  private final Consumer<String> lines;
  private final FunctionLog log;
  private long nextMillis = Long.MIN_VALUE;
  private boolean told;

  /**
   * @param app the app's name
   * @param function the name of the function that tells it, unique in its account
   * @param every how much time passes between two lines at least; zero for none at all
   * @param lines takes each line, without its end
   * @param log is told where the app cannot be looked at
   */
  AppMetrics(
      Engine engine,
      String app,
      String function,
      Duration every,
      Clock clock,
      Consumer<String> lines,
      FunctionLog log) {
    this.engine = engine;
    this.app = app;
    this.function = function;
    this.everyMillis = every.toMillis();
    this.clock = clock;
    this.lines = lines;
    this.log = log;
  }

  private static Map<String, String> counts() {
    Map<String, String> counts = new LinkedHashMap<>();
    counts.put("RecordsTotal", Counters.RECORDS);
    counts.put("DeadLettersTotal", Counters.DEAD_LETTERS);
    counts.put("LateTotal", Counters.LATE);
    counts.put("ClampedTotal", Counters.CLAMPED);
    counts.put("UndeliveredTotal", Counters.UNDELIVERED);
    counts.put("ExpiredTotal", Counters.EXPIRED);
    return counts;
  }

  /** Tells it, if it is time, and throws nothing. Reads the heads of all lanes then. */
  public void tell() {
    long now = clock.nowMillis();
    if (everyMillis == 0 || now < nextMillis) {
      return;
    }
    // Runs of a schedule end now a bit sooner and now later: each of them tells it.
    nextMillis = now + everyMillis - everyMillis / SLACK;
    try {
      Status status = engine.status();
      if (status.started()) {
        long lagMillis = engine.coordinator().lagMillis();
        if (!told && COUNTS.values().stream().allMatch(counter -> count(status, counter) == 0)) {
          // What is 0 was 0 before. Without it, what comes within the first period has nothing from
          // which it differs, and no alarm would see it.
          long before = Math.max(0, lagMillis - ALARM_PERIOD_MILLIS);
          lines.accept(EventJson.line(document(status, before, now - ALARM_PERIOD_MILLIS)));
        }
        lines.accept(EventJson.line(document(status, lagMillis, now)));
        told = true;
      }
    } catch (RuntimeException e) {
      log.warn("how the app is cannot be told: " + e.getMessage(), Map.of());
    }
  }

  private static long count(Status status, String counter) {
    return status.counters().getOrDefault(counter, 0L);
  }

  private Map<String, Object> document(Status status, long lagMillis, long now) {
    List<Map<String, String>> metrics = new ArrayList<>();
    metrics.add(Map.of("Name", LAG, "Unit", "Milliseconds"));
    COUNTS.keySet().forEach(name -> metrics.add(Map.of("Name", name, "Unit", "Count")));
    Map<String, Object> directive = new LinkedHashMap<>();
    directive.put("Namespace", NAMESPACE);
    directive.put("Dimensions", List.of(List.of(DIMENSION)));
    directive.put("Metrics", metrics);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("_aws", Map.of("Timestamp", now, "CloudWatchMetrics", List.of(directive)));
    document.put(DIMENSION, function);
    document.put("app", app);
    document.put(LAG, lagMillis);
    COUNTS.forEach((name, counter) -> document.put(name, count(status, counter)));
    document.put("accumulators", status.accumulators());
    return document;
  }
}
