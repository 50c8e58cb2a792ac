package dev.sluice.functions;

import dev.sluice.ports.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads variables and collects what is wrong with them. */
final class Environment {
  private static final String PREFIX = "SLUICE_";

  /** Of times up to the year 5138. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  private final Map<String, String> variables;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> asked = new TreeSet<>();

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The names of variables that start so, in order. */
  Set<String> startingWith(String prefix) {
    Set<String> names = new TreeSet<>(variables.keySet());
    names.removeIf(name -> !name.startsWith(prefix));
    return names;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  /**
   * @param what the variable says, for whoever forgot it
   */
  String text(String variable, String what) {
    String value = optional(variable, "");
    if (value.isBlank()) {
      fault(variable + " is not set; it is " + what);
    }
    return value;
  }

  String optional(String variable, String otherwise) {
    asked.add(variable);
    return variables.getOrDefault(variable, otherwise);
  }

  String appName(String variable) {
    String value = text(variable, "the app's name, with which its lanes begin");
    check(variable, value, value.isBlank() ? it -> {} : Names::checkApp);
    return value;
  }

  S3Place prefix(String variable) {
    return place(variable, true);
  }

  S3Place object(String variable) {
    return place(variable, false);
  }

  /** Objects by name, of a list such as {@code vendor=s3://bucket/key,sites=s3://bucket/key}. */
  Map<String, S3Place> objects(String variable) {
    Map<String, S3Place> places = new TreeMap<>();
    String list = optional(variable, "").strip();
    for (String each : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      int equals = each.indexOf('=');
      String name = each.substring(0, Math.max(0, equals)).strip();
      try {
        S3Place place = S3Place.parse(each.substring(equals + 1).strip(), false);
        if (name.isEmpty()) {
          fault(variable + " holds '" + each + "', which has no name; write name=s3://bucket/key");
        } else if (places.put(name, place) != null) {
          fault(variable + " names " + name + " twice");
        }
      } catch (IllegalArgumentException e) {
        fault(variable + " holds '" + each + "', which " + e.getMessage());
      }
    }
    return places;
  }

  private S3Place place(String variable, boolean prefix) {
    String value = text(variable, "s3://bucket/" + (prefix ? "prefix/" : "key"));
    try {
      return value.isBlank() ? null : S3Place.parse(value, prefix);
    } catch (IllegalArgumentException e) {
      fault(variable + " " + e.getMessage());
      return null;
    }
  }

  /**
   * @param check throws an {@link IllegalArgumentException} where the value is at fault
   * @return null where it is
   */
  Duration duration(String variable, String otherwise, Consumer<Duration> check) {
    String value = optional(variable, otherwise);
    try {
      return check(variable, Duration.parse(value), check);
    } catch (DateTimeParseException e) {
      fault(variable + " is '" + value + "'; a duration is written PT10S or P14D");
      return null;
    }
  }

  /**
   * A time as ISO writes it, or as CloudFormation writes that of a mapping: in seconds since 1970.
   *
   * @param what the variable says, for whoever forgot it
   * @return nothing where the value is at fault
   */
  Optional<Instant> instant(String variable, String what) {
    String value = text(variable, what);
    try {
      return value.isBlank()
          ? Optional.empty()
          : Optional.of(
              SECONDS.matcher(value).matches()
                  ? Instant.ofEpochSecond(Long.parseLong(value))
                  : Instant.parse(value));
    } catch (DateTimeParseException e) {
      fault(
          variable
              + " is '"
              + value
              + "'; it is written 2026-11-01T00:00:00Z, or in seconds since 1970");
      return Optional.empty();
    }
  }

  /**
   * @param check throws an {@link IllegalArgumentException} where the value is at fault
   * @return null where it is
   */
  Integer number(String variable, String otherwise, Consumer<Integer> check) {
    String value = optional(variable, otherwise);
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      fault(variable + " is '" + value + "'; it must be a whole number such as 4");
      return null;
    }
    return check(variable, number, check);
  }

  private <T> T check(String variable, T value, Consumer<T> check) {
    try {
      check.accept(value);
      return value;
    } catch (IllegalArgumentException e) {
      fault(variable + " is '" + value + "': " + e.getMessage());
      return null;
    }
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException with all faults, names that nobody asked for among them
   */
  void throwFaults() {
    for (String name : startingWith(PREFIX)) {
      if (!asked.contains(name)) {
        fault(name + " means nothing to this version; it knows " + String.join(", ", asked));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "SLUICE-F03 the function's environment is not right:\n  " + String.join("\n  ", faults));
    }
  }
}
