package dev.sluice.api.graph;

import dev.sluice.api.Fn;
import java.util.List;

/**
 * What functions of an app use besides their arguments.
 *
 * @param running tells them for what they run
 * @param accumulators the names of the accumulators, in the order of their declaration
 * @param broadcasts the tables that may change, in the order of their declaration
 */
public record SideInputs(Running running, List<String> accumulators, List<Table> broadcasts) {

  /**
   * A table that may change.
   *
   * @param parser makes of its lines what functions see
   */
  public record Table(String name, Fn<List<String>, ?> parser) {}

  /** The names of the tables. */
  public List<String> broadcastNames() {
    return broadcasts.stream().map(Table::name).toList();
  }
}
