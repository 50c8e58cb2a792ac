package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.oil.OilPumpOracle;
import dev.sluice.examples.oil.OilPumpOracle.Expected;
import dev.sluice.examples.oil.OilPumpOracle.Late;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the files that there must be of what the oracle says. Which part has a key is taken from
 * the files themselves: one part for each key of an operator, whatever the window or interval. Left
 * out of the comparison are the reason in a dead letter and the value in a late row.
 */
final class OilPumpFiles {
  private static final Pattern DEAD_LETTER =
      Pattern.compile(
          "([^,]+,[0-9]+),\"?dev\\.sluice\\.examples\\.csv\\.LineException: .+,utf8,(\".*\"),[^,]+,[^,]+");
  private static final Pattern LATE = Pattern.compile("([^,]+,[^,]+,[^,]+,late,[^,]+),.+");

  private record Row(String key, String text) {}

  private final SortedMap<String, String> actual;
  private final Map<String, String> partOfKey = new TreeMap<>();
  private final SortedMap<String, String> wanted = new TreeMap<>();

  private OilPumpFiles(SortedMap<String, String> files) {
    this.actual = new TreeMap<>(files);
  }

  /** Compares all files with what these records must give. */
  static Expected assertAsTheOracleSays(
      SortedMap<String, String> files,
      List<Arrived> arrived,
      Duration interval,
      List<String> vendor,
      List<String> maintenance) {
    Expected expected =
        new OilPumpOracle(interval, Duration.ofMinutes(5), vendor, maintenance)
            .expect(arrived.stream().map(Arrived::arrival).toList());
    new OilPumpFiles(files).compare(expected, arrived);
    return expected;
  }

  private void compare(Expected expected, List<Arrived> arrived) {
    actual.forEach(this::learnParts);
    expected
        .files()
        .forEach(
            (directory, rows) ->
                want(directory, rows.stream().map(row -> new Row(key(directory, row), row))));
    expected
        .late()
        .forEach((directory, rows) -> want(directory, rows.stream().map(OilPumpFiles::late)));
    Map<String, List<Arrived>> byLine = new TreeMap<>();
    arrived.forEach(
        each -> byLine.computeIfAbsent(each.arrival().line(), k -> new ArrayList<>()).add(each));
    expected
        .deadLetters()
        .forEach(
            (directory, lines) ->
                want(
                    directory, lines.stream().map(line -> deadLetter(byLine.get(line).remove(0)))));
    actual.replaceAll(OilPumpFiles::withoutTexts);
    Tree.assertSame(actual, wanted);
  }

  private void learnParts(String name, String content) {
    int slash = name.lastIndexOf('/');
    String part = name.substring(slash + 1);
    if (part.startsWith("part-")) {
      content
          .lines()
          .map(row -> place(name, key(name, row)))
          .forEach(at -> assertThat(part).isEqualTo(partOfKey.computeIfAbsent(at, k -> part)));
    }
  }

  /** Late rows stay with their operator; dead letters and alerts go by partition key. */
  private static String place(String directory, String key) {
    String operator = directory.replaceFirst("^late/", "").replaceFirst("[-/].*", "");
    return (operator.equals("dead") ? "alerts" : operator) + " " + key;
  }

  private static String key(String directory, String row) {
    if (directory.startsWith("dead-letter/")) {
      return row.substring(row.lastIndexOf(",utf8,\"") + 7).split(",")[0];
    }
    int column = directory.startsWith("late/") ? 4 : directory.startsWith("pressure-") ? 2 : 0;
    return row.split(",")[column];
  }

  private static Row late(Late late) {
    String text =
        String.join(
            ",",
            late.windowStart().toString(),
            late.windowEnd().toString(),
            late.time().toString(),
            "late",
            late.resid());
    return new Row(late.resid(), text);
  }

  private static Row deadLetter(Arrived at) {
    String quoted = '"' + at.arrival().line().replace("\"", "\"\"") + '"';
    return new Row(at.arrival().partitionKey(), at.lane() + "," + at.sequence() + "," + quoted);
  }

  private void want(String directory, Stream<Row> rows) {
    SortedMap<String, StringBuilder> parts = new TreeMap<>();
    rows.sorted(Comparator.comparing(Row::key))
        .forEach(
            row ->
                parts
                    .computeIfAbsent(
                        partOfKey.get(place(directory, row.key)), part -> new StringBuilder())
                    .append(row.text)
                    .append('\n'));
    parts.forEach((part, content) -> wanted.put(directory + "/" + part, content.toString()));
    wanted.put(directory + "/_SUCCESS", String.join("\n", parts.keySet()) + "\n");
  }

  private static String withoutTexts(String name, String content) {
    if (name.endsWith("_SUCCESS") || !name.startsWith("late/") && !name.startsWith("dead-")) {
      return content;
    }
    StringBuilder text = new StringBuilder();
    for (String row : content.split("\n")) {
      Matcher late = LATE.matcher(row);
      Matcher dead = DEAD_LETTER.matcher(row);
      if (name.startsWith("late/") && late.matches()) {
        text.append(late.group(1));
      } else if (name.startsWith("dead-") && dead.matches()) {
        text.append(dead.group(1)).append(',').append(dead.group(2));
      } else {
        text.append("not as it must be: ").append(row);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
