package dev.sluice.local.mapping;

/** Hears what goes wrong while a mapping runs and goes on. Called from several threads. */
@FunctionalInterface
public interface Problems {

  /** Writes warnings to the platform's logger. */
  Problems LOGGED =
      (message, cause) ->
          System.getLogger(EventSourceMapping.class.getName())
              .log(System.Logger.Level.WARNING, message, cause);

  /** Takes a message and what caused it, or null. */
  void report(String message, Throwable cause);
}
