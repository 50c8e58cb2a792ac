package dev.sluice.functions;

import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import java.util.Map;

/**
 * Serves a kind of source from a module of its own, so that only those carry its client who use it.
 * Functions find what is in their jar by {@link java.util.ServiceLoader}, and open what the app
 * reads.
 */
public interface SourceModule {

  /** The kind that it serves. */
  SourceKind kind();

  /** With what the variables of its own begin, such as {@code SLUICE_KAFKA_}. */
  String prefix();

  /**
   * The source. It connects when it is asked first: transform functions may have no way to it.
   *
   * @param variables those that begin with the prefix
   * @param clock the process's
   * @throws IllegalArgumentException SLUICE-F03 with all that is wrong with them; values are not
   *     shown where they may be secret
   */
  Source open(Map<String, String> variables, Clock clock);
}
