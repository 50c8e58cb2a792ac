package dev.sluice.functions;

import dev.sluice.plan.Plan;
import dev.sluice.ports.Clock;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceKind;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of sources that a jar serves beside Kinesis. */
record SourceModules(List<SourceModule> all) {

  static SourceModules inJar() {
    return new SourceModules(
        ServiceLoader.load(SourceModule.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /** The variables that are no module's own. */
  Map<String, String> common(Map<String, String> environment) {
    Map<String, String> common = new TreeMap<>(environment);
    all.forEach(each -> common.keySet().removeIf(name -> name.startsWith(each.prefix())));
    return common;
  }

  /** Opens those of which an app reads something. */
  Map<SourceKind, Source> open(Plan plan, Map<String, String> environment, Clock clock) {
    Map<SourceKind, Source> sources = new TreeMap<>();
    for (SourceModule module : all) {
      if (!plan.streams(module.kind()).isEmpty()) {
        Map<String, String> own = new TreeMap<>(environment);
        own.keySet().removeIf(name -> !name.startsWith(module.prefix()));
        sources.put(module.kind(), module.open(own, clock));
      }
    }
    return sources;
  }
}
