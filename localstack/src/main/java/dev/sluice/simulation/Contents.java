package dev.sluice.simulation;

import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import dev.sluice.codec.ObjectFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in published files: most are text, others have rows of their own. */
public final class Contents {
  /** The suffix of files of objects, which are texts. */
  public static final String OBJECTS = "objects";

  /** How these are written. */
  public static final Codec<String> CODEC = Codecs.string();

  private Contents() {}

  /** A file as text, from which its bytes can be had again. */
  static String text(String name, byte[] bytes) {
    return new String(bytes, charset(name));
  }

  /** The rows of a file. */
  static List<String> rows(String name, String content) {
    if (has(OBJECTS, name)) {
      return ObjectFile.read(content.getBytes(charset(name)), CODEC);
    }
    return has(Listing.SUFFIX, name) ? Listing.rows(content) : content.lines().toList();
  }

  /** The lines of a sink of text, by border, sorted. */
  static SortedMap<Long, List<String>> linesOf(String sink, Map<String, String> files) {
    SortedMap<Long, List<String>> lines = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.matches(sink + "-\\d+/part-.*")) {
            lines
                .computeIfAbsent(Changed.border(name), b -> new ArrayList<>())
                .addAll(content.lines().toList());
          }
        });
    lines.values().forEach(each -> each.sort(null));
    return lines;
  }

  private static Charset charset(String name) {
    return has(OBJECTS, name) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
  }

  private static boolean has(String suffix, String name) {
    return name.contains("." + suffix + "/part-");
  }
}
