package dev.sluice.functions;

import dev.sluice.engine.EngineSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a function is told by its environment.
 *
 * @param appClass the class of the app ({@code SLUICE_APP})
 * @param name the app's name, before its lanes ({@code SLUICE_NAME})
 * @param table the DynamoDB table ({@code SLUICE_TABLE})
 * @param outputs where results go ({@code SLUICE_OUTPUTS}, {@code s3://bucket/prefix/})
 * @param spills where entries keep bulk ({@code SLUICE_SPILLS}, {@code s3://bucket/prefix/})
 * @param tables where the lines of static tables are ({@code SLUICE_TABLE_NAME} for each, in
 *     capitals; {@code s3://bucket/key})
 * @param engine {@code SLUICE_INTERVAL} (such as PT10S), {@code SLUICE_BUCKETS}, {@code
 *     SLUICE_SKEW_ALLOWANCE}, {@code SLUICE_ENTRY_LIFETIME}, {@code SLUICE_BUCKETS_INLINE}
 * @param coordinator the coordinator's function name ({@code SLUICE_COORDINATOR})
 * @param bucketFunction the bucket function's name ({@code SLUICE_BUCKET_FUNCTION})
 */
public record FunctionSettings(
    String appClass,
    String name,
    String table,
    S3Place outputs,
    S3Place spills,
    Map<String, S3Place> tables,
    EngineSettings engine,
    String coordinator,
    String bucketFunction) {

  private static final String TABLE_PREFIX = "SLUICE_TABLE_";

  /** A step of one bucket takes a fraction of a second; this many fit into a coordinator's run. */
  private static final String DEFAULT_BUCKETS_INLINE = "8";

  /**
   * Reads and checks everything.
   *
   * @throws IllegalArgumentException with all faults
   */
  public static FunctionSettings of(Map<String, String> environment) {
    Reader in = new Reader(environment);
    Map<String, S3Place> tables = new TreeMap<>();
    environment.keySet().stream()
        .filter(each -> each.startsWith(TABLE_PREFIX))
        .sorted()
        .forEach(
            each ->
                tables.put(
                    each.substring(TABLE_PREFIX.length()).toLowerCase(java.util.Locale.ROOT),
                    in.place(each, false)));
    String app = in.text("SLUICE_APP");
    String name = in.text("SLUICE_NAME");
    String table = in.text("SLUICE_TABLE");
    S3Place outputs = in.place("SLUICE_OUTPUTS", true);
    S3Place spills = in.place("SLUICE_SPILLS", true);
    Duration interval = in.duration("SLUICE_INTERVAL", "PT10S");
    int buckets = in.number("SLUICE_BUCKETS", "1");
    Duration skew = in.duration("SLUICE_SKEW_ALLOWANCE", "PT10S");
    Duration lifetime =
        in.duration("SLUICE_ENTRY_LIFETIME", EngineSettings.DEFAULT_ENTRY_LIFETIME.toString());
    int inline = in.number("SLUICE_BUCKETS_INLINE", DEFAULT_BUCKETS_INLINE);
    String coordinator = in.text("SLUICE_COORDINATOR");
    String bucketFunction = buckets > inline ? in.text("SLUICE_BUCKET_FUNCTION") : "";
    EngineSettings engine = in.engine(interval, buckets, skew, lifetime, inline);
    in.throwFaults();
    return new FunctionSettings(
        app, name, table, outputs, spills, tables, engine, coordinator, bucketFunction);
  }

  /** Reads variables and collects what is wrong with them. */
  private static final class Reader {
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    String text(String variable) {
      String value = environment.getOrDefault(variable, "");
      if (value.isBlank()) {
        faults.add(variable + " is not set");
      }
      return value;
    }

    S3Place place(String variable, boolean prefix) {
      String value = text(variable);
      try {
        return value.isBlank() ? null : S3Place.parse(value, prefix);
      } catch (IllegalArgumentException e) {
        faults.add(variable + " " + e.getMessage());
        return null;
      }
    }

    Duration duration(String variable, String otherwise) {
      String value = environment.getOrDefault(variable, otherwise);
      try {
        return Duration.parse(value);
      } catch (DateTimeParseException e) {
        faults.add(variable + " is '" + value + "'; a duration is written PT10S or P14D");
        return Duration.ofDays(1);
      }
    }

    int number(String variable, String otherwise) {
      String value = environment.getOrDefault(variable, otherwise);
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        faults.add(variable + " is '" + value + "'; it must be a whole number");
        return 1;
      }
    }

    EngineSettings engine(
        Duration interval, int buckets, Duration skew, Duration life, int inline) {
      try {
        return new EngineSettings(interval, buckets, skew, life, inline);
      } catch (IllegalArgumentException e) {
        faults.add(e.getMessage());
        return null;
      }
    }

    void throwFaults() {
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(
            "SLUICE-F03 the function's environment is not right:\n  "
                + String.join("\n  ", faults));
      }
    }
  }
}
