package dev.sluice.plan;

import dev.sluice.api.graph.Node;
import java.util.Optional;
import java.util.regex.Pattern;

/** What output prefixes, suffixes and operator names may look like. */
final class Prefixes {
  /** No '-' at the end: one stands before the number that follows, which may be negative. */
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*(?<!-)");

  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9]*");

  private Prefixes() {}

  static Optional<String> fault(Node.Files files) {
    String prefix = files.prefix();
    if (prefix.length() > Limits.MAX_PREFIX_LENGTH || !PATH.matcher(prefix).matches()) {
      return Optional.of(
          "SLUICE-P09 the output prefix '"
              + prefix
              + "' is not a path of letters, digits, '_', '.' and '-' with at most "
              + Limits.MAX_PREFIX_LENGTH
              + " characters that does not begin or end with '-'");
    }
    if (prefix.startsWith("dead-letter/") || prefix.startsWith("late/")) {
      return Optional.of(
          "SLUICE-P10 the output prefix '"
              + prefix
              + "' begins with a directory that Sluice writes itself (dead-letter/, late/); take"
              + " another");
    }
    if (!SUFFIX.matcher(files.suffix()).matches()) {
      return Optional.of(
          "SLUICE-P11 the suffix '" + files.suffix() + "' must be letters and digits, without dot");
    }
    return Optional.empty();
  }

  static Optional<String> nameFault(String name) {
    return name.length() <= Limits.MAX_PREFIX_LENGTH && PATH.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "SLUICE-P12 the name '"
                + name
                + "' is not a path of letters, digits, '_', '.' and '-' that does not begin or end"
                + " with '-'");
  }
}
