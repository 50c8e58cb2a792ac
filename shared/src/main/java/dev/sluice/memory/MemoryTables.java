package dev.sluice.memory;

import dev.sluice.ports.TableSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables in memory. One thread at a time. */
public final class MemoryTables implements TableSource {
  private record Table(long change, byte[] content) {}

  private final Map<String, Table> tables = new HashMap<>();
  private final List<String> refusals = new ArrayList<>();
  private long changes;

  /** Gives a table these lines from now on. */
  public void put(String name, List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    put(name, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Gives a table this content from now on. */
  public void put(String name, byte[] content) {
    tables.put(name, new Table(++changes, content.clone()));
  }

  /** Takes a table away. */
  public void remove(String name) {
    tables.remove(name);
  }

  /** What was found and not used, each as name and reason. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public Look look(String name, String seen) {
    Table table = tables.get(name);
    if (table == null) {
      return new Look.Missing("nobody gave it");
    } else if (seen.equals("" + table.change)) {
      return new Look.Unchanged();
    } else if (table.content.length > MAX_TABLE_BYTES) {
      return new Look.TooLarge(table.content.length);
    }
    return new Look.Found("" + table.change, table.content.clone());
  }

  @Override
  public void refused(String name, String why) {
    refusals.add(name + ": " + why);
  }
}
