package dev.sluice.engine;

import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A store that does not answer, or answers no more though it did what was asked.
 *
 * @param gone names that a broom has removed
 * @param watch is told of every put that comes to the store
 */
record FaultyObjects(
    String port,
    ObjectStore objects,
    Trouble trouble,
    Predicate<String> gone,
    BiConsumer<String, byte[]> watch)
    implements ObjectStore {

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    trouble.before("put of " + port);
    watch.accept(name, content);
    Put answer = objects.putIfAbsent(name, content);
    trouble.after("put of " + port);
    return answer;
  }

  @Override
  public Optional<byte[]> get(String name) {
    trouble.before("get of " + port);
    Optional<byte[]> content = objects.get(name).filter(each -> !gone.test(name));
    trouble.after("get of " + port);
    return content;
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    trouble.before("get of " + port);
    Optional<byte[]> part = objects.getRange(name, offset, length).filter(each -> !gone.test(name));
    trouble.after("get of " + port);
    return part;
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix).stream().filter(each -> !gone.test(each)).toList();
  }
}
