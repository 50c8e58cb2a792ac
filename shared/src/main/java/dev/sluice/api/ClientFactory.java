package dev.sluice.api;

/**
 * Makes a client of some service.
 *
 * @param <C> the type of the client
 */
@FunctionalInterface
public interface ClientFactory<C> {

  /**
   * A new client.
   *
   * @throws Exception to have the call that needs it repeated
   */
  C open() throws Exception;
}
