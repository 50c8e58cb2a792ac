package dev.sluice.plan;

import dev.sluice.api.Accumulator;
import dev.sluice.api.graph.SideInputs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for names of accumulators that cannot be, and for too many. */
final class SideChecks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private final List<String> faults;

  SideChecks(List<String> faults) {
    this.faults = faults;
  }

  void check(SideInputs sides) {
    List<String> accumulators = sides.accumulators();
    if (accumulators.size() > Accumulator.MAX_ACCUMULATORS) {
      faults.add(
          "SLUICE-P36 the app has "
              + accumulators.size()
              + " accumulators, and "
              + Accumulator.MAX_ACCUMULATORS
              + " are the limit: each is in every entry; count kinds with countByValue instead");
    }
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (String name : accumulators) {
      if (!seen.add(name) && twice.add(name)) {
        faults.add(
            "SLUICE-P37 '"
                + name
                + "' names two accumulators; declare it once and use it in both places, or give"
                + " each a name of its own");
      } else if (name.length() > Accumulator.MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
        faults.add(
            "SLUICE-P38 the accumulator's name '"
                + name
                + "' is not 1 to "
                + Accumulator.MAX_NAME_LENGTH
                + " letters, digits, '_', '.' and '-'");
      }
    }
  }
}
