package dev.sluice.memory;

import dev.sluice.ports.TableSource;
import dev.sluice.ports.TableSourceContract;

class MemoryTablesTest extends TableSourceContract {
  private final MemoryTables tables = new MemoryTables();

  @Override
  protected TableSource source() {
    return tables;
  }

  @Override
  protected void write(byte[] content) {
    tables.put(NAME, content);
  }

  @Override
  protected void remove() {
    tables.remove(NAME);
  }
}
