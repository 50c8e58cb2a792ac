package dev.sluice.testkit;

import dev.sluice.codec.Codec;
import dev.sluice.codec.ObjectFile;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads back the files that an app has put. */
final class Outputs {
  private static final String PART = "part-";

  /** Behind the prefix: a border or window end, the border of a revision, a suffix. */
  private static final Pattern DIRECTORY =
      Pattern.compile("-(?<end>-?\\d+)(-[a-z](?<revision>-?\\d+))?(\\.[A-Za-z0-9]+)?");

  private record Part(long end, long revision, String name, List<String> lines) {}

  private final ObjectStore objects;
  private final Map<String, Set<String>> seen = new HashMap<>();

  Outputs(ObjectStore objects) {
    this.objects = objects;
  }

  NavigableMap<String, String> files() {
    NavigableMap<String, String> files = new TreeMap<>();
    for (String name : objects.list("")) {
      files.put(name, new String(objects.get(name).orElseThrow(), StandardCharsets.UTF_8));
    }
    return files;
  }

  NavigableMap<String, List<List<String>>> parts() {
    NavigableMap<String, List<List<String>>> parts = new TreeMap<>();
    files()
        .forEach(
            (name, text) -> {
              int slash = name.lastIndexOf('/');
              if (name.startsWith(PART, slash + 1)) {
                parts
                    .computeIfAbsent(name.substring(0, slash), directory -> new ArrayList<>())
                    .add(text.lines().toList());
              }
            });
    return parts;
  }

  List<byte[]> contents(String directory) {
    return objects.list(directory + "/" + PART).stream()
        .map(name -> objects.get(name).orElseThrow())
        .toList();
  }

  <T> List<T> objects(String directory, Codec<T> codec) {
    return contents(directory).stream()
        .flatMap(file -> ObjectFile.read(file, codec).stream())
        .toList();
  }

  List<String> newLines(String prefix) {
    Set<String> known = seen.computeIfAbsent(prefix, name -> new HashSet<>());
    return files().entrySet().stream()
        .flatMap(each -> part(prefix, each.getKey(), each.getValue()).stream())
        .filter(each -> known.add(each.name))
        .sorted(
            Comparator.comparingLong(Part::end)
                .thenComparing(Part::revision)
                .thenComparing(Part::name))
        .flatMap(each -> each.lines.stream())
        .toList();
  }

  /** A part of an output of the sink with that prefix, if the file is one. */
  private static Optional<Part> part(String prefix, String file, String text) {
    int slash = file.lastIndexOf('/');
    if (!file.startsWith(prefix) || slash < prefix.length() || !file.startsWith(PART, slash + 1)) {
      return Optional.empty();
    }
    Matcher directory = DIRECTORY.matcher(file.substring(prefix.length(), slash));
    if (!directory.matches()) {
      return Optional.empty();
    }
    String revision = directory.group("revision");
    return Optional.of(
        new Part(
            Long.parseLong(directory.group("end")),
            revision == null ? Long.MIN_VALUE : Long.parseLong(revision),
            file,
            text.lines().toList()));
  }
}
