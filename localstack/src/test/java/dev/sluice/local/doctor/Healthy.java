package dev.sluice.local.doctor;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.local.stack.Stack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An app as the template deploys it. */
final class Healthy {
  static final String ALIAS =
      "arn:aws:lambda:eu-west-1:123456789012:function:clicks-transform:live";
  static final String BUCKET = "clicks-bucket";

  private Healthy() {}

  static MappingFacts mapping() {
    return new MappingFacts(
        "1b2c",
        "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
        "Enabled",
        ALIAS,
        1,
        "AT_TIMESTAMP",
        Optional.of(Instant.parse("2025-01-01T00:00:00Z")),
        List.of("ReportBatchItemFailures"),
        true,
        -1,
        -1,
        Optional.of("arn:aws:s3:::" + BUCKET),
        0,
        0);
  }

  static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("SLUICE_APP", "com.example.Clicks");
    variables.put("SLUICE_NAME", "clicks");
    variables.put("SLUICE_INTERVAL", "PT10S");
    variables.put("SLUICE_BUCKETS", "1");
    variables.put("SLUICE_ENTRY_LIFETIME", "P14D");
    variables.put("SLUICE_TABLE", "clicks-table");
    variables.put("SLUICE_OUTPUTS", "s3://" + BUCKET + "/outputs/");
    variables.put("SLUICE_SPILLS", "s3://" + BUCKET + "/spills/");
    variables.put("SLUICE_COORDINATOR", "clicks-coordinator:live");
    variables.put("SLUICE_BUCKET_FUNCTION", "clicks-bucket:live");
    variables.put("SLUICE_STARTING_POSITION", "AT_TIMESTAMP");
    variables.put("SLUICE_STARTING_TIMESTAMP", "1735689600");
    return variables;
  }

  static FunctionFacts function(String role) {
    return new FunctionFacts(
        role,
        "clicks-" + role,
        "3",
        "Active",
        "digest",
        variables(),
        Optional.empty(),
        role.equals("coordinator") ? 0 : 2);
  }

  static StoreFacts.Table table() {
    return new StoreFacts.Table(
        "clicks-table",
        "ACTIVE",
        new TreeMap<>(Map.of("HASH pk", "S", "RANGE sk", "N")),
        Optional.of("ttl"),
        true);
  }

  static StoreFacts.Stream stream() {
    return new StoreFacts.Stream("clicks", "ACTIVE", 168);
  }

  static StoreFacts.Bucket bucket(StoreFacts.Expiry... more) {
    List<StoreFacts.Expiry> expiries = new ArrayList<>();
    expiries.add(new StoreFacts.Expiry("spills/spill/", 15));
    expiries.add(new StoreFacts.Expiry("spills/checkpoints/", 15));
    expiries.addAll(List.of(more));
    return new StoreFacts.Bucket(BUCKET, true, expiries);
  }

  static Facts app() {
    return new Facts(
        new Stack(
            "sluice-clicks",
            "clicks",
            "clicks-table",
            BUCKET,
            "outputs/",
            "spills/",
            "aws/lambda/",
            EngineSettings.DEFAULT_ENTRY_LIFETIME,
            new StartFrom.Newest()),
        List.of(mapping()),
        List.of(function("transform"), function("coordinator"), function("bucket")),
        table(),
        List.of(stream()),
        bucket(),
        List.of(role("transform"), role("coordinator"), role("bucket")),
        schedule());
  }

  static Need.Names names() {
    return new Need.Names(
        "arn:aws:%s:eu-west-1:123456789012:",
        "clicks-table",
        BUCKET,
        "outputs/",
        "spills/",
        List.of("clicks"),
        "clicks-coordinator:live",
        "clicks-bucket:live");
  }

  static RoleFacts role(String function) {
    List<Need> needs = Need.of(function, names());
    List<Right> rights = new ArrayList<>();
    needs.forEach(
        each ->
            rights.add(new Right(true, false, List.of(each.action()), List.of(each.resource()))));
    rights.add(new Right(true, false, List.of("xray:PutTraceSegments"), List.of("*")));
    return new RoleFacts(function, "clicks-" + function + "-role", rights, needs, Optional.empty());
  }

  static ScheduleFacts schedule() {
    return new ScheduleFacts(
        List.of(new ScheduleFacts.Rule("every-minute", "rate(1 minute)", true, 0, 60)),
        60,
        Optional.empty());
  }
}
