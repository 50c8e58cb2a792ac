package dev.sluice.local.run;

import dev.sluice.local.lambda.FunctionConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What functions in processes of their own are told instead of what the template says: where
 * everything is in a local run, and what was chosen for it.
 */
final class RunVariables {
  private static final String TABLES = "tables/";
  private static final String BROADCASTS = "broadcasts/";

  private RunVariables() {}

  /** The variables; what is empty is to be left out. */
  static Map<String, String> of(LocalSettings settings, Isolation isolation, String spillBucket) {
    String app = settings.app();
    Map<String, String> all = new TreeMap<>();
    all.put("SLUICE_APP", isolation.appClass());
    all.put("SLUICE_NAME", app);
    all.put("SLUICE_TABLE", LocalRun.TABLE);
    all.put("SLUICE_OUTPUTS", "s3://" + app + "/");
    all.put("SLUICE_SPILLS", "s3://" + spillBucket + "/");
    all.put("SLUICE_FILES", "s3://" + LocalSources.filesBucket(app) + "/");
    all.put("SLUICE_COORDINATOR", isolation.coordinator().name());
    all.put("SLUICE_BUCKET_FUNCTION", isolation.bucket().name());
    all.put("SLUICE_INTERVAL", settings.engine().interval().toString());
    all.put("SLUICE_BUCKETS", String.valueOf(settings.engine().buckets()));
    // One clock stamps the records and is looked at.
    all.put("SLUICE_SKEW_ALLOWANCE", settings.engine().skewAllowance().toString());
    all.put("SLUICE_ENTRY_LIFETIME", settings.engine().entryLifetime().toString());
    all.put("SLUICE_METRICS_EVERY", "PT0S"); // for CloudWatch, which is not there
    RunCheckpoints.variables(settings, all);
    all.put("SLUICE_STARTING_POSITION", "TRIM_HORIZON");
    all.put("SLUICE_STARTING_TIMESTAMP", "");
    all.put("SLUICE_TABLES", places(TABLES, isolation.tables(), spillBucket));
    all.put("SLUICE_BROADCASTS", places(BROADCASTS, settings.broadcasts(), spillBucket));
    for (FunctionConfig each : isolation.functions()) {
      each.variables().keySet().stream()
          .filter(name -> name.startsWith("SLUICE_TABLE_") || name.startsWith("SLUICE_BROADCAST_"))
          .forEach(name -> all.put(name, ""));
    }
    return all;
  }

  private static String places(String place, Map<String, Path> files, String bucket) {
    return files.keySet().stream()
        .sorted()
        .map(name -> name + "=s3://" + bucket + "/" + place + name)
        .collect(Collectors.joining(","));
  }

  /** Puts the tables and broadcasts where the variables say. */
  static void putTables(
      S3Client s3, LocalSettings settings, Isolation isolation, String spillBucket) {
    put(s3, spillBucket, TABLES, isolation.tables());
    put(s3, spillBucket, BROADCASTS, settings.broadcasts());
  }

  private static void put(S3Client s3, String bucket, String place, Map<String, Path> files) {
    files.forEach(
        (name, file) ->
            s3.putObject(put -> put.bucket(bucket).key(place + name), RequestBody.fromFile(file)));
  }
}
