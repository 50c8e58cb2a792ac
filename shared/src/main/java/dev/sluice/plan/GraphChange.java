package dev.sluice.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What becomes of the state of a graph under another one.
 *
 * @param added operators and sinks that begin with the change
 * @param retired operators and sinks that end with it, and what they hold
 * @param refusals what must not change and did: one line each, by the operator's id
 */
public record GraphChange(
    SortedSet<String> added, SortedSet<String> retired, List<String> refusals) {

  /** Begins what codecs of Avro say, those within collections, and those of pairs and the like. */
  private static final List<Pattern> CUSTOM_EARLIER =
      List.of(
          Pattern.compile("\\b(avro)<"),
          Pattern.compile("\\b(avro|custom)<"),
          Pattern.compile("\\b(avro|pair|side|lists|custom)<"));

  /**
   * Compares what was promised with what is there.
   *
   * @param retired the ids that the new app gives up
   */
  static GraphChange between(Blueprint before, Blueprint now, Set<String> retired) {
    SortedSet<String> added = new TreeSet<>(now.parts().keySet());
    added.removeAll(before.parts().keySet());
    GraphChange change = new GraphChange(added, new TreeSet<>(), new ArrayList<>());
    change.compareApps(before, now);
    before
        .parts()
        .forEach(
            (key, part) -> {
              Part kept = now.parts().get(key);
              if (kept == null) {
                change.missing(key, part, now, retired);
              } else if (part.prints() && kept.prints()) {
                change.reprint(key, part, kept);
              } else {
                change.compare(key, part, kept, before, now, retired);
              }
            });
    return change;
  }

  private void compareApps(Blueprint before, Blueprint now) {
    if (!before.watermarks().equals(now.watermarks())) {
      refuse(
          "the watermark policy is "
              + now.watermarks()
              + " and was "
              + before.watermarks()
              + "; leave it, results would be late by the new one");
    }
    if (!before.eventTimes().equals(now.eventTimes())
        && !before.eventTimes().equals(now.eventTimesWithoutStreams())) {
      refuse(
          "withEventTime: the declarations are "
              + now.eventTimes()
              + " and were "
              + before.eventTimes()
              + "; watermarks are kept by their order, so leave all of them as they were");
    }
    SortedSet<String> gone = new TreeSet<>(before.streams());
    gone.removeAll(now.streams());
    for (String stream : gone) {
      refuse(
          Part.quoted(Part.stream(stream))
              + " is not read any more, and its lanes would hold all batches back; go on reading"
              + " it, if only to filter all of it out");
    }
  }

  private void missing(String key, Part part, Blueprint now, Set<String> given) {
    if (part.prints() || given.contains(Part.idOf(key))) {
      retired.add(key);
      return;
    }
    refuse(
        Part.quoted(key)
            + " is gone, and with it would be what it holds and has not written"
            + moved(key, part, now)
            + "; to give that up say stream.retired(\""
            + Part.idOf(key)
            + "\")");
  }

  /** A print that moved is another one. */
  private void reprint(String key, Part part, Part kept) {
    if (!part.traits().equals(kept.traits())) {
      added.add(key);
    }
  }

  private void compare(
      String key, Part part, Part kept, Blueprint before, Blueprint now, Set<String> given) {
    List<String> differences = new ArrayList<>();
    if (!part.kind().equals(kept.kind())) {
      differences.add("it is " + kept.kind() + " and was " + part.kind());
    }
    Set<String> names = new TreeSet<>(part.traits().keySet());
    names.addAll(kept.traits().keySet());
    for (String name : names) {
      String was = part.traits().getOrDefault(name, "none");
      String is = kept.traits().getOrDefault(name, "none");
      boolean unsaid = name.equals(Part.PARTITIONS) && was.equals("none");
      if (!is.equals(was)
          && !unsaid
          && CUSTOM_EARLIER.stream().noneMatch(each -> earlier(is, each).equals(was))) {
        differences.add("its " + name + ": " + is + ", was " + was);
      }
    }
    SortedSet<String> lost = new TreeSet<>(part.from());
    lost.removeAll(kept.from());
    lost.removeIf(each -> given.contains(Part.idOf(each)) && !now.parts().containsKey(each));
    String hint = moved(key, part, now);
    for (String each : lost) {
      differences.add("it takes nothing of " + Part.quoted(each) + " any more");
      Part source = before.parts().get(each);
      hint = source == null || !hint.isEmpty() ? hint : moved(each, source, now);
    }
    if (!differences.isEmpty()) {
      refuse(
          Part.quoted(key)
              + " is another one: "
              + String.join("; ", differences)
              + hint
              + "; leave it as it was, or say stream.retired(\""
              + Part.idOf(key)
              + "\") and give the changed one another "
              + (key.startsWith("sink") && kept.kind().equals(Part.FILES) ? "prefix" : "name"));
    }
  }

  /**
   * A shape in the words of versions of Sluice that knew nothing of some codecs: with what those
   * kept, it is the same.
   */
  private static String earlier(String shape, Pattern custom) {
    Matcher made = custom.matcher(shape);
    if (!made.find()) {
      return shape;
    }
    int end = made.end();
    for (int open = 1; open > 0 && end < shape.length(); end++) {
      char c = shape.charAt(end);
      open += c == '<' ? 1 : c == '>' ? -1 : 0;
    }
    return shape.substring(0, made.start()) + "custom" + earlier(shape.substring(end), custom);
  }

  /** Whether something in the new graph is what a part was: then its id has moved. */
  private static String moved(String key, Part part, Blueprint now) {
    if (part.prints() || part.kind().equals(Part.FILES)) {
      return ""; // the prefix of files moves with nothing
    }
    return now.parts().entrySet().stream()
        .filter(each -> !each.getKey().equals(key) && each.getValue().equals(part))
        .map(Map.Entry::getKey)
        .map(
            other ->
                " ("
                    + Part.quoted(other)
                    + " is what it was, so its id has moved: named(\""
                    + Part.idOf(key)
                    + "\") before it pins it, and the new one takes a name of its own)")
        .findFirst()
        .orElse("");
  }

  private void refuse(String text) {
    refusals.add(text);
  }

  /** Whether the state goes on. */
  public boolean isCompatible() {
    return refusals.isEmpty();
  }

  /** What changes, in a line. */
  public String text() {
    List<String> texts = new ArrayList<>();
    if (!added.isEmpty()) {
      texts.add("added " + list(added));
    }
    if (!retired.isEmpty()) {
      texts.add("retired " + list(retired) + " and what they held");
    }
    return texts.isEmpty() ? "only what keeps no state" : String.join("; ", texts);
  }

  private static String list(Set<String> keys) {
    return keys.stream().map(Part::quoted).collect(Collectors.joining(", "));
  }
}
