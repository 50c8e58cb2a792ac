package dev.sluice.simulation;

import dev.sluice.api.Decoder;
import dev.sluice.testkit.faults.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** An app with the input of another one. */
abstract class Wrapped implements Subject {
  /**
   * A line of whatever there is. It refuses nothing, as a record that one reader of a stream
   * refuses is a dead letter for all of them.
   */
  static final Decoder<String> TEXT =
      data -> new String(data, StandardCharsets.UTF_8).replaceAll("[\r\n]", "");

  private final Subject subject;

  Wrapped(Subject subject) {
    this.subject = subject;
  }

  final Subject subject() {
    return subject;
  }

  @Override
  public String name() {
    return subject.name();
  }

  @Override
  public List<String> streams() {
    return subject.streams();
  }

  @Override
  public final Map<String, List<String>> tables() {
    return subject.tables();
  }

  @Override
  public final List<String> broadcasts() {
    return subject.broadcasts();
  }

  @Override
  public final long beginMillis() {
    return subject.beginMillis();
  }

  @Override
  public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
    return subject.record(random, stream, number, stampMillis, flaws);
  }

  @Override
  public final Optional<Calls> calls() {
    return subject.calls();
  }

  @Override
  public final Set<Fault> impossible() {
    return subject.impossible();
  }

  @Override
  public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
    return subject.expected(records, lastMillis);
  }
}
