package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.examples.oil.OilPumpGenerator.Reading;
import dev.sluice.examples.oil.OilPumpOracle.Arrival;
import dev.sluice.examples.oil.OilPumpOracle.Expected;
import dev.sluice.testkit.StreamHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The app on the engine in memory against the oracle. */
class OilPumpsRunTest {
  private static final Instant START = Instant.parse("2014-03-10T01:01:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final List<String> VENDOR =
      OilPumpGenerator.PUMPS.stream()
          .map(pump -> pump + ",HYDROPUMP,11/27/10,3/15/11,HYDROCAM,29.687276,-91.162492")
          .toList();
  private static final List<String> MAINTENANCE =
      List.of(
          "CHER,11/5/09,D.Pitre,Install", "CHER,11/23/09,W.Stevens,Inspect", "MOJO,6/20/11,N,I");

  @Test
  void filesSayWhatTheirNamesPromise() {
    long noon = Instant.parse("2014-03-10T12:00:00Z").toEpochMilli();

    var files =
        run(
            new OilPumps(),
            Map.of(),
            List.of(
                new Arrival(noon, "B", "B,3/10/14,11:59,1.5,2,3,4,5,6"),
                new Arrival(noon + 1, "B", "B,3/10/14,11:50,2.5,1,3,4,4.99,6"),
                new Arrival(noon + 2, "B", "B,3/10/14,11:49,oops,1,3,4,4.99,6")));

    assertThat(files.get("alerts-" + (noon + 60_000) + ".csv"))
        .containsExactly(List.of("B,3/10/14,11:50,2.5,1,3,4,4.99,6"));
    assertThat(files.get("pressure-" + noon + ".csv"))
        .containsExactly(List.of("2014-03-10T11:00:00Z,2014-03-10T12:00:00Z,B,2,4.99,5.0,4.995"));
    assertThat(files.get("daily-" + (noon + 12 * 3_600_000) + ".csv"))
        .containsExactly(
            List.of("B,2014-03-10,2,2.5,1.5,2.0,2.0,1.0,1.5,3.0,3.0,3.0,5.0,4.99,4.995"));
    assertThat(files.get("dead-letter/sensors-" + (noon + 60_000) + ".csv").get(0).get(0))
        .contains("LineException: column 'hz' is 'oops': it must be a decimal number")
        .contains(",utf8,\"B,3/10/14,11:49,oops,1,3,4,4.99,6\",");
    assertThat(files.keySet()).noneMatch(name -> name.startsWith("late/"));
    assertThat(files).hasSize(9); // alerts, a day, six hours, dead letters
  }

  @Test
  void generatedReadingsGiveWhatTheOracleSays() {
    Map<String, List<String>> tables = Map.of("vendor", VENDOR, "maintenance", MAINTENANCE);
    List<Arrival> arrivals = disordered(5000, Duration.ofMinutes(12));

    Expected expected =
        new OilPumpOracle(INTERVAL, OilPumps.DEFAULT_OUT_OF_ORDERNESS, VENDOR, MAINTENANCE)
            .expect(arrivals);

    assertThat(expected.files().keySet().stream().map(name -> name.replaceAll("-[0-9]+\\.csv", "")))
        .contains("alerts", "alerts-enriched", "pressure", "daily");
    assertThat(expected.deadLetters()).isNotEmpty();
    compare(run(new OilPumps(), tables, arrivals), expected);
  }

  @Test
  void readingsBeyondTheOutOfOrdernessAreLate() {
    List<Arrival> arrivals = disordered(5000, Duration.ofHours(3));

    Expected expected = new OilPumpOracle(INTERVAL, Duration.ofMinutes(1)).expect(arrivals);

    assertThat(expected.late()).isNotEmpty();
    compare(run(new OilPumps(Duration.ofMinutes(1)), Map.of(), arrivals), expected);
  }

  @Test
  void realReadingsGiveWhatTheOracleSays() throws IOException {
    Path data = realData();
    if (!Files.isDirectory(data)) {
      String why = "skipped because there is no folder " + data + "; SLUICE_DATA names another";
      System.out.println("realReadingsGiveWhatTheOracleSays: " + why);
      abort(why);
    }
    List<String> vendor = Files.readAllLines(data.resolve("sensorvendor.csv"));
    List<String> maintenance = Files.readAllLines(data.resolve("sensormaint.csv"));
    List<Arrival> arrivals = new ArrayList<>();
    List<String> lines = new ArrayList<>(Files.readAllLines(data.resolve("sensordata.csv")));
    lines.sort(Comparator.comparing(line -> Sensor.parse(line).time()));
    for (String line : lines) {
      long stamp = START.plus(Duration.ofDays(365)).toEpochMilli() + arrivals.size();
      arrivals.add(new Arrival(stamp, line.substring(0, line.indexOf(',')), line));
    }

    Expected expected =
        new OilPumpOracle(INTERVAL, OilPumps.DEFAULT_OUT_OF_ORDERNESS, vendor, maintenance)
            .expect(arrivals);

    assertThat(arrivals).hasSize(47_900);
    assertThat(rowsOf("alerts-[0-9]", expected)).isEqualTo(2052);
    assertThat(rowsOf("daily-", expected)).isEqualTo(50);
    assertThat(expected.deadLetters()).isEmpty();
    assertThat(expected.late()).isEmpty();
    compare(
        run(new OilPumps(), Map.of("vendor", vendor, "maintenance", maintenance), arrivals),
        expected);
  }

  /** The folder that SLUICE_DATA names, or the one beside the repository. */
  private static Path realData() {
    Path repository = Path.of("").toAbsolutePath().getParent();
    String folder = Optional.ofNullable(System.getenv("SLUICE_DATA")).orElse("../shared/data");
    return repository.resolve(folder).resolve("oil-pumps").normalize();
  }

  private static long rowsOf(String directory, Expected expected) {
    return expected.files().entrySet().stream()
        .filter(each -> each.getKey().matches(directory + ".*"))
        .mapToLong(each -> each.getValue().size())
        .sum();
  }

  /** Readings that arrive when they are made plus a delay, so they overtake each other. */
  private static List<Arrival> disordered(int count, Duration mostDelay) {
    Random random = new Random(5);
    OilPumpGenerator generator = new OilPumpGenerator(11, START, Duration.ofSeconds(90));
    List<Arrival> arrivals = new ArrayList<>();
    for (Reading each : generator.readings().limit(count).toList()) {
      long delay = random.nextInt((int) mostDelay.toMillis());
      long stamp = each.time().toEpochMilli() + delay;
      arrivals.add(new Arrival(stamp, each.pump(), each.line()));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::stampMillis));
    return arrivals;
  }

  private static NavigableMap<String, List<List<String>>> run(
      OilPumps app, Map<String, List<String>> tables, List<Arrival> arrivals) {
    StreamHarness run =
        StreamHarness.of(app)
            .tables(tables)
            .shards(4)
            .buckets(4)
            .interval(INTERVAL)
            .startAt(Instant.ofEpochMilli(arrivals.get(0).stampMillis()))
            .start();
    for (Arrival each : arrivals) {
      Instant stamp = Instant.ofEpochMilli(each.stampMillis());
      run.send(OilPumps.STREAM, stamp, each.partitionKey(), each.line());
    }
    run.finish();
    return run.parts();
  }

  private static void compare(NavigableMap<String, List<List<String>>> files, Expected expected) {
    NavigableMap<String, List<String>> results = new TreeMap<>();
    Map<String, Integer> deadLetters = new HashMap<>();
    Map<String, Integer> late = new HashMap<>();
    files.forEach(
        (directory, parts) -> {
          int rows = parts.stream().mapToInt(List::size).sum();
          if (directory.startsWith("dead-letter/")) {
            deadLetters.put(directory, rows);
          } else if (directory.startsWith("late/")) {
            late.put(directory, rows);
          } else {
            int keyColumn = directory.startsWith("pressure-") ? 2 : 0;
            results.put(directory, OilPumpOracle.together(parts, keyColumn));
          }
        });
    assertThat(results).isEqualTo(expected.files());
    assertThat(deadLetters).isEqualTo(sizes(expected.deadLetters()));
    assertThat(late).isEqualTo(sizes(expected.late()));
  }

  private static <T> Map<String, Integer> sizes(Map<String, List<T>> rows) {
    Map<String, Integer> sizes = new HashMap<>();
    rows.forEach((directory, of) -> sizes.put(directory, of.size()));
    return sizes;
  }
}
