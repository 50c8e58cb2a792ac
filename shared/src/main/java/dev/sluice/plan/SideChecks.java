package dev.sluice.plan;

import dev.sluice.api.Accumulator;
import dev.sluice.api.Broadcast;
import dev.sluice.api.graph.SideInputs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for names of accumulators and broadcasts that cannot be, and for too many. */
final class SideChecks {
  private static final Pattern ACCUMULATOR =
      Pattern.compile("[A-Za-z0-9_.-]{1," + Accumulator.MAX_NAME_LENGTH + "}");

  /** Also the name of an environment variable, in capitals. */
  private static final Pattern BROADCAST =
      Pattern.compile("[a-z][a-z0-9_]{0," + (Accumulator.MAX_NAME_LENGTH - 1) + "}");

  private final List<String> faults;

  SideChecks(List<String> faults) {
    this.faults = faults;
  }

  void check(SideInputs sides) {
    few(sides.accumulators(), Accumulator.MAX_ACCUMULATORS, "accumulators: each is in every entry");
    few(sides.broadcastNames(), Broadcast.MAX_BROADCASTS, "broadcasts: all are in memory");
    names(
        sides.accumulators(),
        ACCUMULATOR,
        "accumulator",
        "1 to " + Accumulator.MAX_NAME_LENGTH + " letters, digits, '_', '.' and '-'");
    names(
        sides.broadcastNames(),
        BROADCAST,
        "broadcast",
        "1 to "
            + Accumulator.MAX_NAME_LENGTH
            + " lower-case letters, digits and '_', with a letter at the beginning");
  }

  private void few(List<String> names, int most, String what) {
    if (names.size() > most) {
      faults.add("SLUICE-P36 the app has " + names.size() + ", and may have " + most + " " + what);
    }
  }

  private void names(List<String> names, Pattern pattern, String what, String rule) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name) && twice.add(name)) {
        faults.add(
            "SLUICE-P37 '"
                + name
                + "' names two "
                + what
                + "s; declare it once and use it in both places, or give each a name of its own");
      } else if (!pattern.matcher(name).matches()) {
        faults.add("SLUICE-P38 the " + what + "'s name '" + name + "' is not " + rule);
      }
    }
  }
}
