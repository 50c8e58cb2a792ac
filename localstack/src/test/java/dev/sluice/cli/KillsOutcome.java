package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A killed run beside one that was left alone.
 *
 * @param lines that came
 * @param files that were compared
 * @param bytes in them
 * @param said on standard error, without repetition; numbers and ids are left out
 * @param differences what is not the same; empty if all is well
 */
record KillsOutcome(
    KillsFigures figures,
    int lines,
    int files,
    long bytes,
    List<String> report,
    Set<String> said,
    List<String> differences) {

  static KillsOutcome of(
      Path scratch,
      Path stores,
      List<String> lines,
      Command calm,
      Command last,
      KillsFigures figures,
      List<String> said) {
    List<String> differences = new ArrayList<>();
    if (calm.code() != 0 || last.code() != 0 && last.code() != Main.NOTHING_TO_DO) {
      differences.add("exit codes " + calm.code() + " and " + last.code() + ": " + last.err());
    }
    SortedMap<String, String> expected = Tree.of(scratch.resolve("calm"));
    compare("the directory of results", Tree.of(scratch.resolve("out")), expected, differences);
    compare("the bucket", Tree.of(stores.resolve("s3/killed")), expected, differences);
    if (!counters(last).equals(counters(calm))) {
      differences.add("the report " + counters(last) + " is not " + counters(calm));
    }
    List<Landed> landed = Landed.in(scratch.resolve("state"), OilPumps.STREAM);
    if (!landed.equals(Landed.in(scratch.resolve("calm-state"), OilPumps.STREAM))) {
      differences.add("the records in the stream are others, or in another order");
    }
    if (!landed.stream().map(Landed::text).toList().equals(lines)) {
      differences.add(landed.size() + " records in the stream are not the lines that were sent");
    }
    long bytes = expected.values().stream().mapToLong(String::length).sum();
    return new KillsOutcome(
        figures,
        lines.size(),
        expected.size(),
        bytes,
        counters(last),
        said.stream()
            .map(line -> line.replaceAll("[0-9a-f-]{8,}|[0-9]+", "#"))
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        differences);
  }

  /** The report without the name of the directory. */
  private static List<String> counters(Command command) {
    return command.out().lines().map(line -> line.replaceFirst(" files in .*", " files")).toList();
  }

  private static void compare(
      String where,
      SortedMap<String, String> actual,
      SortedMap<String, String> expected,
      List<String> differences) {
    Set<String> names = new TreeSet<>(actual.keySet());
    names.addAll(expected.keySet());
    for (String name : names) {
      if (!actual.containsKey(name)) {
        differences.add(where + " lacks " + name);
      } else if (!expected.containsKey(name)) {
        differences.add(where + " has " + name + ", which there should not be");
      } else if (!actual.get(name).equals(expected.get(name))) {
        differences.add(where + " has another " + name);
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(figures).append('\n');
    text.append(lines + " records, " + files + " files with " + bytes + " bytes compared, ");
    text.append(differences.size() + " differences\n");
    differences.forEach(each -> text.append("  DIFFERENT: ").append(each).append('\n'));
    said.forEach(each -> text.append("  said: ").append(each).append('\n'));
    report.forEach(each -> text.append("  ").append(each).append('\n'));
    return text.toString();
  }
}
