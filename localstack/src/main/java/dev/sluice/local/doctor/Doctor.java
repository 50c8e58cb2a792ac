package dev.sluice.local.doctor;

import dev.sluice.engine.EngineSettings;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.Optional;

/** Judges a deployed app by what it is made of. */
public final class Doctor {
  private Doctor() {}

  /**
   * Looks at everything.
   *
   * @param app what is deployed there, where its class is at hand
   */
  public static Diagnosis examine(Facts facts, Optional<Plan> app) {
    Diagnosis diagnosis = new Diagnosis();
    FunctionFacts transform = facts.functions().get(0);
    Duration lifetime = lifetime(transform);
    if (!facts.mappings().isEmpty() || !transform.readsKafka()) {
      MappingRules.check(
          facts.mappings(), facts.bucket().name(), FunctionRules.started(transform), diagnosis);
    }
    FunctionRules.check(facts.functions(), diagnosis);
    facts.roles().forEach(each -> RoleRules.check(each, diagnosis));
    ScheduleRules.check(facts.schedule(), diagnosis);
    StoreRules.checkTable(facts.table(), diagnosis);
    facts.streams().forEach(each -> StoreRules.checkStream(each, lifetime, diagnosis));
    StoreRules.checkBucket(facts.bucket(), facts.stack(), lifetime, diagnosis);
    app.ifPresent(each -> AppRules.check(each, facts.mappings(), facts.streams(), diagnosis));
    return diagnosis;
  }

  private static Duration lifetime(FunctionFacts function) {
    try {
      return function.settings().engine().entryLifetime();
    } catch (IllegalArgumentException e) {
      return EngineSettings.DEFAULT_ENTRY_LIFETIME; // that it is wrong is said elsewhere
    }
  }
}
