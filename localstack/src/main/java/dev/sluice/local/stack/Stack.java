package dev.sluice.local.stack;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a deployed app consists of, by the outputs of its stack.
 *
 * @param name of the stack
 * @param app the app's name, with which its lanes begin
 * @param table of the lanes
 * @param bucket of results and bulk
 * @param outputs the prefix of results in the bucket, ends with a slash
 * @param spills that of bulk
 * @param givenUp that of batches that mappings gave up
 * @param lifetime of entries; stacks of older templates do not say theirs, and have the default
 * @param restoreFrom what the app begins from where its table is empty; those of older templates do
 *     not say it
 */
public record Stack(
    String name,
    String app,
    String table,
    String bucket,
    String outputs,
    String spills,
    String givenUp,
    Duration lifetime,
    StartFrom restoreFrom) {

  private static final String SCHEME = "s3://";
  private static final String LIFETIME = "EntryLifetime";
  private static final String RESTORE = "RestoreFrom";

  /**
   * Reads the outputs that {@code template.yaml} has.
   *
   * @throws IllegalArgumentException SLUICE-A01 if one is missing or is something else
   */
  public static Stack of(String name, Map<String, String> outputs) {
    List<String> missing = new ArrayList<>();
    for (String each :
        List.of(
            "AppName",
            "TableName",
            "BucketName",
            "OutputsLocation",
            "SpillsLocation",
            "GivenUpLocation")) {
      if (outputs.getOrDefault(each, "").isEmpty()) {
        missing.add(each);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "SLUICE-A01 stack '"
              + name
              + "' has no output "
              + String.join(", ", missing)
              + ": it is no stack of template.yaml, or is still being made; give one of an app, or"
              + " add these outputs to a template of your own");
    }
    String bucket = outputs.get("BucketName");
    return new Stack(
        name,
        outputs.get("AppName"),
        outputs.get("TableName"),
        bucket,
        prefix(name, bucket, outputs, "OutputsLocation"),
        prefix(name, bucket, outputs, "SpillsLocation"),
        prefix(name, bucket, outputs, "GivenUpLocation"),
        lifetime(name, outputs),
        restoreFrom(name, outputs));
  }

  private static Duration lifetime(String name, Map<String, String> outputs) {
    String said = outputs.getOrDefault(LIFETIME, "");
    if (said.isEmpty()) {
      return EngineSettings.DEFAULT_ENTRY_LIFETIME;
    }
    try {
      return Duration.parse(said);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "SLUICE-A01 output "
              + LIFETIME
              + " of stack '"
              + name
              + "' is '"
              + said
              + "'; it is a duration, such as P14D",
          e);
    }
  }

  private static StartFrom restoreFrom(String name, Map<String, String> outputs) {
    String said = outputs.getOrDefault(RESTORE, "");
    try {
      return said.isEmpty() ? new StartFrom.Newest() : StartFrom.parse(said);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "SLUICE-A01 output "
              + RESTORE
              + " of stack '"
              + name
              + "' is '"
              + said
              + "'; it is what an app may begin from ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static String prefix(
      String name, String bucket, Map<String, String> outputs, String output) {
    String location = outputs.get(output);
    String root = SCHEME + bucket + "/";
    if (!location.startsWith(root) || !location.endsWith("/")) {
      throw new IllegalArgumentException(
          "SLUICE-A01 output "
              + output
              + " of stack '"
              + name
              + "' is '"
              + location
              + "'; it begins with "
              + root
              + ", as BucketName says, and ends with a slash");
    }
    return location.substring(root.length());
  }
}
