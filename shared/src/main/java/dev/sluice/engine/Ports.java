package dev.sluice.engine;

import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Ids;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.Source;
import dev.sluice.ports.TableSource;
import java.util.function.Consumer;

/**
 * Everything that the engine knows of the world.
 *
 * @param log the lanes of this app
 * @param outputs where users find results
 * @param spills where entries keep what is too large for the log
 * @param source the streams
 * @param console takes what {@code print} prints
 * @param tables the tables of broadcasts
 */
public record Ports(
    LogStore log,
    ObjectStore outputs,
    ObjectStore spills,
    Source source,
    Clock clock,
    Ids ids,
    Caller caller,
    Metrics metrics,
    Consumer<String> console,
    TableSource tables) {

  /** A world without tables. */
  public Ports(
      LogStore log,
      ObjectStore outputs,
      ObjectStore spills,
      Source source,
      Clock clock,
      Ids ids,
      Caller caller,
      Metrics metrics,
      Consumer<String> console) {
    this(log, outputs, spills, source, clock, ids, caller, metrics, console, TableSource.NONE);
  }

  /** The same with tables. */
  public Ports with(TableSource some) {
    return new Ports(log, outputs, spills, source, clock, ids, caller, metrics, console, some);
  }

  /** The same with other streams. */
  public Ports with(Source streams) {
    return new Ports(log, outputs, spills, streams, clock, ids, caller, metrics, console, tables);
  }

  /** The same with another way to call. */
  public Ports with(Caller other) {
    return new Ports(log, outputs, spills, source, clock, ids, other, metrics, console, tables);
  }
}
