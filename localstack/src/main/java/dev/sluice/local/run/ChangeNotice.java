package dev.sluice.local.run;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says once how this process has changed the app: at its start, or a minute behind the last one.
 */
final class ChangeNotice {
  private final Coordinating coordinating;
  private final Consumer<String> reader;
  private Optional<String> said = Optional.empty();

  ChangeNotice(Coordinating coordinating, Consumer<String> reader) {
    this.coordinating = coordinating;
    this.reader = reader;
  }

  /** Lets a coordinator work, and says what came of it. */
  void behind(Runnable work) {
    work.run();
    said(coordinating.with(engine -> engine.coordinator().change()));
  }

  private synchronized void said(Optional<String> made) {
    if (!made.equals(said)) {
      said = made;
      made.ifPresent(each -> reader.accept("the app has changed: " + each));
    }
  }
}
