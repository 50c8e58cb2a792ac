package dev.sluice.cli;

import dev.sluice.local.cost.Bill;
import dev.sluice.local.cost.Writes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is said of costs. */
final class CostText {
  private static final String ROW = "%-26s%12s%8s%14s  %s";

  private CostText() {}

  /** What was used, by name; the last one is the price. */
  static Map<String, Double> used(Bill bill) {
    Map<String, Double> used = new LinkedHashMap<>();
    used.put("DynamoDB write units", bill.writeUnits());
    used.put("DynamoDB read units", bill.readUnits());
    used.put("S3 PUT, LIST", bill.puts());
    used.put("S3 GET", bill.gets());
    used.put("Lambda calls", (double) bill.invocations());
    used.put("Lambda GB-s (computed)", bill.gbSeconds());
    used.put("dollars", bill.dollars());
    return used;
  }

  /** The same of a part of it. */
  static Map<String, Double> times(Map<String, Double> used, double factor) {
    Map<String, Double> scaled = new LinkedHashMap<>();
    used.forEach((name, value) -> scaled.put(name, value * factor));
    return scaled;
  }

  /** What an app writes by its graph, a line for each part. */
  static List<String> lines(Writes writes, int buckets) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, ROW, "it writes", "write units", "PUT", "dollars", "")
            .stripTrailing());
    lines.add(line("for each call of a shard", writes.call()));
    lines.add(line("for each batch", writes.batch()));
    writes.windows().values().forEach(each -> lines.add(line("for each closed window", each)));
    lines.add(
        "with "
            + buckets(buckets)
            + " (--buckets), where all of them and all sinks have rows, and entries up to 1 KB: each"
            + " KB more is a unit more,");
    lines.add(
        "and what an entry has beyond 8 KB is an object. On demand, us-east-1. Reads, Lambda, late"
            + " records and dead letters");
    lines.add("come on top: --input FILE measures all of it.");
    return lines;
  }

  private static String line(String when, Writes.Share share) {
    return String.format(
        Locale.ROOT,
        ROW,
        when,
        share.entries(),
        share.objects(),
        String.format(Locale.ROOT, "%.8f", share.dollars()),
        String.join(", ", share.of()));
  }

  /** The same in short, for a picture. */
  static List<String> note(Writes writes, int buckets) {
    List<String> lines = new ArrayList<>();
    lines.add(noted("each call of a shard", writes.call()));
    lines.add(noted("each batch", writes.batch()));
    writes.windows().values().forEach(each -> lines.add(noted("each closed window", each)));
    lines.add(
        "with "
            + buckets(buckets)
            + ", rows everywhere and entries up to 1 KB, on demand, us-east-1; reads and Lambda come"
            + " on top");
    return lines;
  }

  private static String noted(String when, Writes.Share share) {
    return String.format(
        Locale.ROOT,
        "%s: write units %d, PUT %d, dollars %.8f (%s)",
        when,
        share.entries(),
        share.objects(),
        share.dollars(),
        String.join(", ", share.of()));
  }

  private static String buckets(int number) {
    return number == 1 ? "1 bucket" : number + " buckets";
  }

  /** The same as names and values. */
  static Map<String, Object> fields(Writes writes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("call", fields(writes.call()));
    fields.put("batch", fields(writes.batch()));
    Map<String, Object> windows = new LinkedHashMap<>();
    writes.windows().forEach((sink, share) -> windows.put(sink, fields(share)));
    fields.put("windows", windows);
    return fields;
  }

  private static Map<String, Object> fields(Writes.Share share) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("entries", share.entries());
    fields.put("objects", share.objects());
    fields.put("dollars", share.dollars());
    fields.put("of", share.of());
    return fields;
  }

  /** What a batch used of a run, a line for each kind. */
  static List<String> lines(CostOptions.Measured measured) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d records in %,d batches used, each batch:",
            measured.bill().records(),
            measured.batches()));
    aBatch(measured)
        .forEach(
            (name, value) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        name.equals("dollars") ? "  %-24s%12.8f" : "  %-24s%,12.2f",
                        name,
                        value)));
    return lines;
  }

  /** The same as names and values. */
  static Map<String, Object> fields(CostOptions.Measured measured) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", measured.bill().records());
    fields.put("batches", measured.batches());
    fields.put("aBatch", aBatch(measured));
    return fields;
  }

  private static Map<String, Double> aBatch(CostOptions.Measured measured) {
    return times(used(measured.bill()), 1.0 / measured.batches());
  }
}
