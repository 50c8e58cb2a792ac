package dev.sluice.local.doctor;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an event source mapping must be like, so that nothing is skipped and order is kept. */
final class MappingRules {
  private static final String UPDATE = "aws lambda update-event-source-mapping --uuid ";
  private static final Set<String> READS = Set.of("Enabled", "Enabling", "Updating", "Creating");
  private static final int FOR_EVER = -1;

  private MappingRules() {}

  /**
   * @param started what the transform function takes for the mapping's start, if for a time
   */
  static void check(
      List<MappingFacts> mappings, String bucket, Optional<Instant> started, Diagnosis diagnosis) {
    diagnosis.check(
        !mappings.isEmpty(),
        Finding.breaks(
            "the transform function has no event source mapping",
            "nothing is read",
            "deploy the template; one that was deleted wants another StartingTimestamp and Revision"));
    Map<String, String> readers = new HashMap<>();
    for (MappingFacts mapping : mappings) {
      String other = readers.put(mapping.stream(), mapping.id());
      diagnosis.check(
          other == null,
          Finding.warns(
              "mappings " + other + " and " + mapping.id() + " read the same stream",
              "each record is read twice; the second time is passed over, and is paid for",
              "delete the one that the stack does not know"));
      check(mapping, bucket, started, diagnosis);
    }
  }

  private static void check(
      MappingFacts it, String bucket, Optional<Instant> started, Diagnosis diagnosis) {
    String mapping = "mapping " + it.id() + " of " + it.stream();
    String update = UPDATE + it.id();
    diagnosis.check(
        READS.contains(it.state()),
        Finding.breaks(mapping + " is " + it.state(), "nothing is read", update + " --enabled"));
    diagnosis.check(
        it.factor() == 1,
        Finding.breaks(
            mapping + " has parallelization factor " + it.factor(),
            "records of a shard come out of order, and some are taken for ones that are done",
            update + " --parallelization-factor 1; for more speed, split shards"));
    diagnosis.check(
        it.responses().contains("ReportBatchItemFailures"),
        Finding.breaks(
            mapping + " does not report batch item failures",
            "what was not committed is taken for done",
            update + " --function-response-types ReportBatchItemFailures"));
    diagnosis.check(
        !it.position().equals("LATEST"),
        Finding.breaks(
            mapping + " began at LATEST",
            "records around its creation are missed",
            "make it anew with AT_TIMESTAMP, as the template does"));
    diagnosis.check(
        started.isEmpty()
            || it.from().map(Instant::getEpochSecond).equals(started.map(Instant::getEpochSecond)),
        Finding.breaks(
            mapping
                + " began at "
                + it.from().map(Instant::toString).orElse(it.position())
                + ", and the functions think at "
                + started.map(Instant::toString).orElse("none"),
            "functions look for records that no call brought from another place on",
            "deploy the template with the StartingTimestamp that the mapping has"));
    diagnosis.check(
        it.maxRetries() == FOR_EVER && it.maxAgeSeconds() == FOR_EVER,
        Finding.breaks(
            mapping
                + " gives up after "
                + (it.maxRetries() == FOR_EVER ? "" : it.maxRetries() + " retries")
                + (it.maxRetries() != FOR_EVER && it.maxAgeSeconds() != FOR_EVER ? " or " : "")
                + (it.maxAgeSeconds() == FOR_EVER ? "" : it.maxAgeSeconds() + " s"),
            "records are left out while a service fails; they are read later only while the stream"
                + " has them",
            update + " --maximum-retry-attempts -1 --maximum-record-age-in-seconds -1"));
    diagnosis.check(
        it.filters() == 0,
        Finding.breaks(
            mapping + " filters records",
            "what it leaves out looks like records that no call brought, and is read all the same",
            update + " --filter-criteria '{}'; filter in the app"));
    diagnosis.check(
        it.tumblingSeconds() == 0,
        Finding.breaks(
            mapping + " has tumbling windows of its own",
            "functions do not answer with its state, and calls fail",
            update + " --tumbling-window-in-seconds 0"));
    diagnosis.check(
        it.bisects(),
        Finding.warns(
            mapping + " does not halve batches that fail",
            "a record that ends the process is found late",
            update + " --bisect-batch-on-function-error"));
    diagnosis.check(
        it.onFailure().filter(arn -> arn.endsWith(":" + bucket)).isPresent(),
        Finding.warns(
            mapping + " keeps what it gives up in " + it.onFailure().orElse("no place"),
            "records that the mapping cannot deliver are gone, or not where ./sluice looks",
            update
                + " --destination-config '{\"OnFailure\":{\"Destination\":\"arn:aws:s3:::"
                + bucket
                + "\"}}'"));
    diagnosis.check(
        hasAlias(it.target()),
        Finding.warns(
            mapping + " calls " + it.target() + ", which is no alias",
            "SnapStart has no effect, and code changes under calls that run",
            update + " --function-name FUNCTION:live"));
  }

  /** {@code arn:aws:lambda:region:account:function:name:alias}. */
  private static boolean hasAlias(String target) {
    String[] parts = target.split(":");
    return parts.length == 8 && !parts[7].equals("$LATEST");
  }
}
