package dev.sluice.engine;

import dev.sluice.ports.TableSource;

/** Tables that are slow, do not answer, or are looked at by processes that die. */
record FaultyTables(TableSource tables, Trouble trouble) implements TableSource {

  @Override
  public Look look(String name, String seen) {
    trouble.before("look");
    Look found = tables.look(name, seen);
    trouble.after("look");
    return found;
  }

  @Override
  public void refused(String name, String why) {
    trouble.happens("refused table", 1);
    tables.refused(name, why);
  }
}
