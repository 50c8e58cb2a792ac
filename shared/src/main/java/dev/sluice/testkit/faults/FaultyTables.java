package dev.sluice.testkit.faults;

import dev.sluice.ports.TableSource;

/** Tables that are not always found, and processes that stand still when they have looked. */
public record FaultyTables(TableSource tables, Trouble trouble) implements TableSource {
  @Override
  public Look look(String name, String seen) {
    trouble.mayFail(Fault.TABLE_LOOK_FAILS, () -> name);
    Look found = tables.look(name, seen);
    trouble.mayPause(() -> "behind a look at table " + name);
    return found;
  }

  @Override
  public void refused(String name, String why) {
    tables.refused(name, why);
  }
}
