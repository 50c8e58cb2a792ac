package dev.sluice.cli;

import dev.sluice.local.run.Place;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says where what an app keeps is: in a directory, with a run that serves, or deployed. */
final class PlaceOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The directory that the app was run with, whether it runs now or not.")
  Path state;

  @Mixin ServiceOptions services;

  /** What a command does with an app: what changes it may not while a run is at work on it. */
  enum Use {
    READS,
    REMOVES,
    /** It puts entries, which expire. */
    PUTS;

    boolean changes() {
      return this != READS;
    }
  }

  /**
   * Does something with what an app keeps; gives what that gives.
   *
   * @param app its name; null where its stack is to say
   */
  int open(String app, Use use, ToIntFunction<Place> work) {
    if (state != null && services.isSaid()) {
      throw new ParameterException(
          spec.commandLine(),
          "give --state or --" + (services.isDeployed() ? "stack" : "endpoint") + ", not both");
    }
    if (state != null) {
      return inDirectory(app, use, work);
    }
    if (use.changes() && !services.isSaid()) {
      throw new ParameterException(
          spec.commandLine(),
          "say with --state, --stack or --endpoint where the app is that is to be changed");
    }
    Place found =
        services.isDeployed()
            ? Place.of(services.clients(), services.find(app))
            : Place.local(services.clients(), app);
    return services.ask(() -> work.applyAsInt(found));
  }

  private int inDirectory(String app, Use use, ToIntFunction<Place> work) {
    RunState.requireOf(state, app);
    boolean inUse = LocalServices.isInUse(state);
    if (inUse && use.changes()) {
      throw new UserException("a run is at work on " + state + "; stop it first");
    }
    if (inUse || RunState.stores(state).isPresent()) {
      return at(RunState.stores(state).orElseGet(() -> RunState.endpoint(state)), app, work);
    }
    RunState.forgetEndpoint(state); // others must not ask who was there
    try (LocalServices services = LocalServices.startStores(LocalOptions.keptIn(state))) {
      return at(services.endpoint(), app, work);
    }
  }

  private int at(URI endpoint, String app, ToIntFunction<Place> work) {
    return services.ask(
        endpoint.toString(), () -> work.applyAsInt(Place.local(new LocalClients(endpoint), app)));
  }

  /** What has to be emptied here before an app begins from nothing, for a sentence. */
  String emptyOutputs(String app) {
    if (state == null) {
      return "empty the --out of the run and bucket " + app + " at " + services.where();
    }
    String results =
        RunState.stores(state)
            .map(stores -> "bucket " + app + " at " + stores)
            .orElseGet(() -> LocalServices.objects(state, app).toAbsolutePath().toString());
    return "empty " + RunState.out(state) + " and " + results;
  }

  /** The name by which an app is looked for: a stack knows its own, unless another is given. */
  String nameOf(AppOptions apps, AppOptions.Named app) {
    return services.isDeployed() ? apps.name : app.name();
  }
}
