package dev.sluice.engine;

import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Passes everything on to another store, for stores that do something else in one method. */
public abstract class ForwardingObjects implements ObjectStore {
  private final ObjectStore objects;

  protected ForwardingObjects(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * A store of a process that stands still once, before it puts something.
   *
   * @param before with what the name of that begins
   * @param meanwhile what happens then
   */
  public static ObjectStore standingStill(ObjectStore objects, String before, Runnable meanwhile) {
    return new ForwardingObjects(objects) {
      private boolean over;

      @Override
      public Put putIfAbsent(String name, byte[] content) {
        if (name.startsWith(before) && !over) {
          over = true;
          meanwhile.run();
        }
        return super.putIfAbsent(name, content);
      }
    };
  }

  @Override
  public Put putIfAbsent(String name, byte[] content) {
    return objects.putIfAbsent(name, content);
  }

  @Override
  public Optional<byte[]> get(String name) {
    return objects.get(name);
  }

  @Override
  public Optional<byte[]> getRange(String name, long offset, int length) {
    return objects.getRange(name, offset, length);
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix);
  }
}
