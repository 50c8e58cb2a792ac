package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Engine;
import dev.sluice.ports.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AppMetricsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world = new World().started();
  private final List<String> lines = new ArrayList<>();
  private final Engine engine = world.engine();
  private final AppMetrics metrics = metrics(MINUTE);

  @Test
  void countsAreThoseOfTheLanesSinceTheBeginning() {
    take("a,1", "no number", "b,2");
    engine.coordinator().run();
    metrics.tell();

    assertThat(read())
        .containsEntry("RecordsTotal", 3.0)
        .containsEntry("DeadLettersTotal", 1.0)
        .containsEntry("LateTotal", 0.0)
        .containsEntry("FunctionName", "coordinator-1")
        .containsEntry("app", "clicks");
  }

  @Test
  void theDocumentDeclaresJustTheMetricsThatItHas() {
    metrics.tell();

    Map<String, Object> document = read();
    Map<?, ?> aws = (Map<?, ?>) document.get("_aws");
    assertThat(Set.copyOf(aws.keySet())).isEqualTo(Set.of("Timestamp", "CloudWatchMetrics"));
    assertThat(aws.get("Timestamp")).isEqualTo((double) World.START_MILLIS);
    Map<?, ?> directive = (Map<?, ?>) ((List<?>) aws.get("CloudWatchMetrics")).get(0);
    assertThat(directive.get("Namespace")).isEqualTo("Sluice");
    assertThat(directive.get("Dimensions")).isEqualTo(List.of(List.of("FunctionName")));
    TreeSet<String> declared = new TreeSet<>();
    for (Object each : (List<?>) directive.get("Metrics")) {
      Map<?, ?> metric = (Map<?, ?>) each;
      assertThat(metric.get("Unit")).isIn("Count", "Milliseconds");
      declared.add((String) metric.get("Name"));
    }
    TreeSet<String> numbers = new TreeSet<>(document.keySet());
    numbers.removeIf(name -> !(document.get(name) instanceof Number));
    assertThat(declared).isEqualTo(numbers).hasSize(7);
  }

  @Test
  void alarmsAndDashboardLookAtMetricsThatThereAre() throws IOException {
    metrics.tell();
    String files =
        Files.readString(Path.of("../infra/app-alarms.yaml"))
            + Files.readString(Path.of("../infra/dashboard.yaml"));
    TreeSet<String> looked = new TreeSet<>();
    Pattern.compile("MetricName: (\\w+)|\"Sluice\", \"(\\w+)\"")
        .matcher(files)
        .results()
        .forEach(each -> looked.add(each.group(1) == null ? each.group(2) : each.group(1)));
    assertThat(looked).hasSize(7);
    assertThat(read()).containsKeys(looked.toArray(String[]::new));
  }

  @Test
  void nothingIsSaidTwiceAMinute() {
    take("a,1");
    metrics.tell();
    later(44_999);
    metrics.tell();
    assertThat(lines).hasSize(1);
    later(1);
    metrics.tell();
    assertThat(lines).hasSize(2);
  }

  /** The schedule comes once a minute, and its runs take now more and now less time. */
  @Test
  void runsThatEndABitLessThanAMinuteApartEachTellIt() {
    take("a,1");
    for (int run = 0; run < 4; run++) {
      metrics.tell();
      later(59_900);
    }
    assertThat(lines).hasSize(4);
  }

  /** An alarm on a difference sees nothing of the first period that there is. */
  @Test
  void deadLettersOfTheFirstMinutesDifferFromAnEarlierPeriod() throws IOException {
    metrics.tell();
    take("no number");
    later(60_000);
    metrics.tell();

    String alarms = Files.readString(Path.of("../infra/app-alarms.yaml"));
    long period =
        Pattern.compile("Period: (\\d+)")
            .matcher(alarms)
            .results()
            .mapToLong(each -> 1000 * Long.parseLong(each.group(1)))
            .max()
            .orElseThrow();
    TreeMap<Long, Object> counts = new TreeMap<>();
    for (String line : lines) {
      Map<?, ?> aws = (Map<?, ?>) read(line).get("_aws");
      counts.put(((Number) aws.get("Timestamp")).longValue(), read(line).get("DeadLettersTotal"));
    }
    long start = World.START_MILLIS;
    assertThat(counts).isEqualTo(Map.of(start - period, 0.0, start, 0.0, start + 60_000, 1.0));
  }

  @Test
  void zerosOfBeforeAreSaidAlsoWhereTheFirstRunsFailed() {
    World late = new World();
    AppMetrics metrics = metrics(late.engine(), late, MINUTE);
    metrics.tell();
    assertThat(lines).as("nothing has begun").isEmpty();

    late.started();
    late.clock.set(Instant.ofEpochMilli(late.clock.nowMillis() + 60_000));
    metrics.tell();
    assertThat(lines).hasSize(2);
  }

  @Test
  void nothingIsSaidOfBeforeWhereSomethingHasCome() {
    take("a,1");
    metrics.tell();
    assertThat(lines).hasSize(1);
  }

  @Test
  void zeroMeansNever() {
    metrics(Duration.ZERO).tell();
    assertThat(lines).isEmpty();
  }

  @Test
  void theLagIsTheTimeSinceTheEndOfTheOldestIntervalThatIsNotPublished() {
    metrics.tell();
    assertThat(read()).containsEntry("FrontierLag", 0.0);

    take("a,1"); // in the interval that ends 1 s later
    later(61_000);
    metrics.tell();
    assertThat(read()).containsEntry("FrontierLag", 60_000.0);

    engine.coordinator().run();
    later(60_000);
    metrics.tell();
    assertThat(read()).containsEntry("FrontierLag", 0.0);
  }

  @Test
  void theLagOfResultsThatCannotBePublishedGrows() {
    take("a,1");
    later(61_000);
    world.bucketsStandStill = true;
    CoordinatorFunction function =
        new CoordinatorFunction(engine.coordinator(), metrics::tell, (text, fields) -> {});
    assertThatThrownBy(() -> function.handleRequest(Map.of(), null))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(read()).containsEntry("FrontierLag", 60_000.0).containsEntry("RecordsTotal", 1.0);
  }

  private AppMetrics metrics(Duration every) {
    return metrics(engine, world, every);
  }

  private AppMetrics metrics(Engine engine, World world, Duration every) {
    return new AppMetrics(
        engine,
        "clicks",
        "coordinator-1",
        every,
        world.clock,
        lines::add,
        FunctionLog.lines(world.problems::add));
  }

  private void take(String... records) {
    for (String each : records) {
      world.put(each, 0);
    }
    world.transform().handleRequest(Events.of(world.shard(), world.records()), null);
  }

  private void later(long millis) {
    world.clock.set(Instant.ofEpochMilli(world.clock.nowMillis() + millis));
  }

  private Map<String, Object> read() {
    return read(lines.get(lines.size() - 1));
  }

  private static Map<String, Object> read(String line) {
    return EventJson.object(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
  }
}
