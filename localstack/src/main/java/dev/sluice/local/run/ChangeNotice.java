package dev.sluice.local.run;

import dev.sluice.engine.Engine;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says once how this process has changed the app: at its start, or a minute behind the last one.
 */
final class ChangeNotice {
  private final Engine coordinating;
  private final Consumer<String> reader;
  private Optional<String> said = Optional.empty();

  /**
   * @param coordinating the engine of the coordinator, guarded by itself
   */
  ChangeNotice(Engine coordinating, Consumer<String> reader) {
    this.coordinating = coordinating;
    this.reader = reader;
  }

  /** Lets a coordinator work, and says what came of it. */
  void behind(Runnable work) {
    work.run();
    synchronized (coordinating) {
      Optional<String> made = coordinating.coordinator().change();
      if (!made.equals(said)) {
        said = made;
        made.ifPresent(each -> reader.accept("the app has changed: " + each));
      }
    }
  }
}
