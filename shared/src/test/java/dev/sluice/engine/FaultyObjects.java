package dev.sluice.engine;

import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A store that does not answer, or answers no more though it did what was asked. */
record FaultyObjects(ObjectStore objects, Random random, int oneIn) implements ObjectStore {

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    failSometimes();
    Put answer = objects.putIfAbsent(name, content);
    failSometimes();
    return answer;
  }

  @Override
  public Optional<byte[]> get(String name) {
    failSometimes();
    return objects.get(name);
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    failSometimes();
    return objects.getRange(name, offset, length);
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix);
  }

  private void failSometimes() {
    if (oneIn > 0 && random.nextInt(oneIn) == 0) {
      throw new StoreUnavailableException("no answer", null);
    }
  }
}
