package dev.sluice.cli;

import dev.sluice.simulation.Theme;
import dev.sluice.testkit.faults.Fault;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says why faults have not happened that were asked for. */
final class MissingFaults {
  private MissingFaults() {}

  /**
   * @param missing those that have not
   * @param asked all that were asked for
   * @param theme what the seeds were about
   */
  static String text(Set<Fault> missing, Set<Fault> asked, Optional<Theme> theme) {
    String why =
        missing.stream()
            .map(each -> why(each, asked, theme))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return missing.stream().map(Fault::id).collect(Collectors.joining(", "))
        + (missing.size() == 1 ? " has" : " have")
        + " not happened in any of these seeds: "
        + (why.isEmpty() ? "try more of them, or a --theme that is about it" : why);
  }

  private static Optional<String> why(Fault fault, Set<Fault> asked, Optional<Theme> theme) {
    Set<Fault> needed = EnumSet.noneOf(Fault.class);
    needed.addAll(fault.needs());
    needed.removeAll(asked);
    Optional<Theme> about = Theme.neededBy(fault).filter(each -> theme.isEmpty());
    String more =
        needed.stream().map(each -> " --fault " + each.id()).collect(Collectors.joining())
            + about.map(each -> " --theme " + each.id()).orElse("");
    return more.isEmpty() ? Optional.empty() : Optional.of(fault.id() + " needs" + more);
  }
}
