package dev.sluice.cli;

import dev.sluice.engine.step.StateReader;
import dev.sluice.local.run.KeptStates;
import dev.sluice.plan.Plan;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;

/** Says which app is looked at, and where what it keeps is. */
final class StateOptions {
  @Mixin AppOptions apps;

  @Mixin PlaceOptions place;

  @Mixin TableOptions tables;

  @Mixin JsonLinesOptions answer;

  /** Does something with the reader of the app that is meant; gives what that gives. */
  int read(ToIntFunction<StateReader> work) {
    return look(KeptStates::of, work);
  }

  /** Does something with how far the app is that is meant; gives what that gives. */
  int readProgress(ToIntFunction<KeptStates.Progress> work) {
    return look(KeptStates::progress, work);
  }

  private <R> int look(BiFunction<KeptStates, Plan, Optional<R>> question, ToIntFunction<R> work) {
    AppOptions.Named app = apps.choose();
    Plan plan = tables.plan(app.app());
    return place.open(
        place.nameOf(apps, app),
        PlaceOptions.Use.READS,
        found -> {
          try (KeptStates kept = new KeptStates(found)) {
            return work.applyAsInt(
                question
                    .apply(kept, plan)
                    .orElseThrow(
                        () ->
                            new UserException(
                                "no app '"
                                    + found.app()
                                    + "' was ever started there; --name says another name")));
          }
        });
  }
}
