package dev.sluice.local.doctor;

import dev.sluice.local.stack.Stack;
import java.time.Duration;
import java.util.Map;

/** What table, streams and bucket must be like, so that nothing goes before its time. */
final class StoreRules {
  private static final Map<String, String> KEYS = Map.of("HASH pk", "S", "RANGE sk", "N");
  private static final String EXPIRY = "ttl";
  private static final int HOURS_A_DAY = 24;

  private StoreRules() {}

  static void checkTable(StoreFacts.Table it, Diagnosis diagnosis) {
    String table = "table " + it.name();
    diagnosis.check(
        it.status().equals("ACTIVE") || it.status().equals("UPDATING"),
        Finding.breaks(table + " is " + it.status(), "no entry can be put", "see its status"));
    diagnosis.check(
        it.keys().equals(KEYS),
        Finding.breaks(
            table + " has keys " + it.keys(),
            "entries have the key pk (S) and the sort key sk (N)",
            "deploy the template with another TableName"));
    diagnosis.check(
        it.expiry().isEmpty() || it.expiry().get().equals(EXPIRY),
        Finding.breaks(
            table + " removes items by attribute " + it.expiry().orElse(""),
            "entries say in " + EXPIRY + " when they may go",
            "let items expire by " + EXPIRY));
    diagnosis.check(
        it.expiry().isPresent(),
        Finding.warns(
            table + " lets no items expire",
            "entries that nobody needs are kept, and paid for, for ever",
            "aws dynamodb update-time-to-live --table-name "
                + it.name()
                + " --time-to-live-specification Enabled=true,AttributeName="
                + EXPIRY));
    diagnosis.check(
        it.recoverable(),
        Finding.warns(
            table + " cannot be restored to a point in time",
            "what is lost between two checkpoints is read from the stream again, as far as it is"
                + " there",
            "aws dynamodb update-continuous-backups --table-name "
                + it.name()
                + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"));
  }

  /**
   * @param lifetime of entries
   */
  static void checkStream(StoreFacts.Stream it, Duration lifetime, Diagnosis diagnosis) {
    String stream = "stream " + it.name();
    Duration retention = Duration.ofHours(it.retentionHours());
    diagnosis.check(
        it.status().equals("ACTIVE") || it.status().equals("UPDATING"),
        Finding.breaks(stream + " is " + it.status(), "nothing can be read", "see its status"));
    diagnosis.check(
        retention.multipliedBy(2).compareTo(lifetime) <= 0,
        Finding.breaks(
            stream + " keeps records for " + retention + ", and entries live for " + lifetime,
            "records that come again may be older than all that says they are done: entries must"
                + " live for twice the retention",
            "deploy with a longer EntryLifetime, or a shorter StreamRetentionHours"));
    diagnosis.check(
        it.retentionHours() > HOURS_A_DAY,
        Finding.warns(
            stream + " keeps records for a day",
            "an outage that is longer loses records",
            "deploy with StreamRetentionHours=168"));
  }

  /**
   * @param lifetime of entries
   */
  static void checkBucket(
      StoreFacts.Bucket it, Stack stack, Duration lifetime, Diagnosis diagnosis) {
    String bucket = "bucket " + it.name();
    diagnosis.check(
        it.closed(),
        Finding.warns(
            bucket + " does not block public access",
            "a policy or an object may open it to everybody",
            "aws s3api put-public-access-block with all four true: a deployment does not undo it"));
    for (StoreFacts.Expiry expiry : it.expiries()) {
      boolean results = overlaps(expiry.prefix(), stack.outputs());
      boolean kept = overlaps(expiry.prefix(), stack.spills() + "keep/");
      boolean bulk = overlaps(expiry.prefix(), stack.spills());
      String rule = bucket + " removes what begins with '" + expiry.prefix() + "'";
      diagnosis.check(
          !kept,
          Finding.breaks(
              rule,
              "below " + stack.spills() + "keep/ is what an app needs for good",
              "remove the rule, or give it a narrower prefix"));
      diagnosis.check(
          !bulk || kept || Duration.ofDays(expiry.days()).compareTo(lifetime) >= 0,
          Finding.breaks(
              rule + " after " + expiry.days() + " days, and entries live for " + lifetime,
              "entries name objects that are not there any more",
              "let objects live as long as entries, or longer"));
      diagnosis.check(
          !results || kept,
          Finding.warns(
              rule,
              "results go after "
                  + expiry.days()
                  + " days, and an output that is gone may be"
                  + " written again by a repeated step",
              "keep results for longer than entries live, or move them elsewhere"));
    }
  }

  private static boolean overlaps(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }
}
