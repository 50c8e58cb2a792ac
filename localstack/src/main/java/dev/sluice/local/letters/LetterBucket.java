package dev.sluice.local.letters;

import dev.sluice.ports.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Letters in a bucket. */
public final class LetterBucket implements LetterStore {
  private final ObjectStore objects;

  public LetterBucket(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public List<String> list(String prefix) {
    return objects.list(prefix);
  }

  @Override
  public Optional<byte[]> get(String name) {
    return objects.get(name);
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) {
    return objects.putIfAbsent(name, content) == ObjectStore.Put.CREATED;
  }
}
