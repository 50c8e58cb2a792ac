package dev.sluice.simulation;

import dev.sluice.api.FileFormat;
import dev.sluice.codec.Codec;
import dev.sluice.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files that say first how many rows they have: what is put together of two is none. */
public final class Listing implements FileFormat<String> {
  static final String SUFFIX = "listing";
  private static final String ROWS = " rows";

  @Override
  public String suffix() {
    return SUFFIX;
  }

  @Override
  public Codec<String> codec() {
    return Codecs.string();
  }

  @Override
  public byte[] file(List<String> rows) {
    String text = rows.size() + ROWS + "\n" + String.join("\n", rows) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The rows of a file. */
  static List<String> rows(String content) {
    List<String> lines = content.lines().toList();
    List<String> rows = lines.subList(1, lines.size());
    return lines.get(0).equals(rows.size() + ROWS) ? rows : lines;
  }
}
