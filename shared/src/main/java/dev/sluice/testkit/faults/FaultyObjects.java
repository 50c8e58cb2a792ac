package dev.sluice.testkit.faults;

import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.Utf8Order;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A store that does not answer, or answers no more though it did what was asked.
 *
 * @param gone names that a broom has removed
 * @param watch is told of every put that comes to the store
 * @param late takes puts that land later
 */
public record FaultyObjects(
    ObjectStore objects,
    Trouble trouble,
    Predicate<String> gone,
    BiConsumer<String, byte[]> watch,
    Consumer<Runnable> late)
    implements ObjectStore {

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    Supplier<String> what = () -> name;
    trouble.mayCrash(Fault.CRASH_BEFORE_PUBLISHING, what);
    trouble.mayPause(() -> "before " + name);
    if (name.startsWith("checkpoints/") || name.startsWith("keep/")) {
      trouble.mayPause(Fault.SLOW_KEEPING, what);
    }
    if (name.startsWith("keep/change/")) {
      trouble.mayPause(Fault.CHANGED_SLOWLY, what);
    }
    trouble.mayFail(Fault.OBJECT_PUT_FAILS, what);
    if (trouble.happens(Fault.OBJECT_PUT_LANDS_LATE, what)) {
      late.accept(() -> land(name, content));
      throw new StoreUnavailableException("no answer in time: " + name, null);
    }
    Put answer = land(name, content);
    trouble.mayCrash(Fault.CRASH_AFTER_PUBLISHING, what);
    trouble.mayPause(() -> "behind " + name);
    trouble.mayFail(Fault.OBJECT_PUT_ANSWER_LOST, what);
    return answer;
  }

  private Put land(String name, byte[] content) {
    watch.accept(name, content);
    return objects.putIfAbsent(name, content);
  }

  @Override
  public Optional<byte[]> get(String name) {
    before(name);
    return objects.get(name).filter(each -> !gone.test(name));
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    before(name);
    return objects.getRange(name, offset, length).filter(each -> !gone.test(name));
  }

  private void before(String name) {
    trouble.mayCrash(Fault.CRASH_WHILE_READING, () -> name);
    trouble.mayPause(() -> "before reading " + name);
    trouble.mayFail(Fault.OBJECT_GET_FAILS, () -> name);
  }

  /** Where others work meanwhile, only what is behind the first page is as they have left it. */
  @Override
  public List<String> list(String prefix) {
    Supplier<String> what = () -> "objects below " + prefix;
    trouble.mayCrash(Fault.CRASH_WHILE_READING, what);
    trouble.mayFail(Fault.OBJECT_LIST_FAILS, what);
    List<String> found = there(prefix);
    if (trouble.mayPause(Fault.SLOW_LISTING, () -> "in a listing of " + what.get())) {
      found = pages(found.subList(0, (found.size() + 1) / 2), there(prefix));
    }
    trouble.mayPause(() -> "behind a listing of " + what.get());
    return found;
  }

  private List<String> there(String prefix) {
    return objects.list(prefix).stream().filter(each -> !gone.test(each)).toList();
  }

  private static List<String> pages(List<String> first, List<String> all) {
    if (first.isEmpty()) {
      return all;
    }
    String last = first.get(first.size() - 1);
    Stream<String> others = all.stream().filter(each -> Utf8Order.INSTANCE.compare(each, last) > 0);
    return Stream.concat(first.stream(), others).toList();
  }
}
