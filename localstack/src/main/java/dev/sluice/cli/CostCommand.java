package dev.sluice.cli;

import dev.sluice.local.cost.Bill;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what an app costs on AWS. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an app on stores that count as AWS bills, and says what it used and what that costs:"
          + " DynamoDB and S3 on demand in us-east-1, without Kinesis itself. Time of Lambda is"
          + " computed from the requests, at the 1,024 MB that the template deploys:"
          + " docs/performance.md says how. Records come evenly, on a clock of their own."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice cost word-count --input book.txt --rate 100",
      "  ./sluice cost --jar clicks.jar --class com.example.Clicks --input clicks.txt --buckets 4"
    })
final class CostCommand implements Callable<Integer> {
  private static final double MILLION = 1e6;

  @Mixin AppOptions apps;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "A file with one record a line.")
  String input;

  @Mixin CostOptions options;

  @Mixin TableOptions tables;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() {
    AppOptions.Named app = apps.choose();
    Plan plan = tables.plan(app.app());
    CostOptions.Measured measured = options.measure(plan, input);
    print(measured.bill(), measured.millis());
    options.warn(measured);
    return 0;
  }

  private void print(Bill bill, long millis) {
    double scale = MILLION / bill.records();
    Map<String, Double> used = CostText.used(bill);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", bill.records());
    fields.put("seconds", millis / 1000.0);
    fields.put("used", used);
    fields.put("aMillionRecords", CostText.times(used, scale));
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d records in %,.1f s, batches of %.1f s, buckets: %d, shards: %d",
            bill.records(),
            millis / 1000.0,
            options.interval.toMillis() / 1000.0,
            options.buckets,
            options.shards));
    lines.add(String.format(Locale.ROOT, "%-26s%16s%20s", "", "used", "a million records"));
    used.forEach(
        (name, value) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    name.equals("dollars") ? "%-26s%16.6f%20.4f" : "%-26s%,16.0f%,20.0f",
                    name,
                    value,
                    value * scale)));
    lines.add(
        String.format(
            Locale.ROOT,
            "on demand, us-east-1, without Kinesis itself; Lambda on arm64 at %,d MB",
            bill.memoryMb()));
    answer.give(fields, lines);
  }
}
