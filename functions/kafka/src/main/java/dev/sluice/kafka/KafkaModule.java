package dev.sluice.kafka;

import dev.sluice.functions.SourceModule;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import java.util.Map;

/** Serves Kafka to the functions that have this module in their jar. */
public final class KafkaModule implements SourceModule {
  @Override
  public SourceKind kind() {
    return SourceKind.KAFKA;
  }

  @Override
  public String prefix() {
    return KafkaSettings.PREFIX;
  }

  @Override
  public Source open(Map<String, String> variables, Clock clock) {
    return new KafkaSource(KafkaSettings.of(variables), clock);
  }
}
