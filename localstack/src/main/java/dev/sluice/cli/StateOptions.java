package dev.sluice.cli;

import dev.sluice.engine.control.Status;
import dev.sluice.engine.step.StateReader;
import dev.sluice.local.run.KeptStates;
import dev.sluice.local.run.Place;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.local.stack.StackClients;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreUnavailableException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says which app is looked at, and where what it keeps is. */
final class StateOptions {
  private static final int UNAVAILABLE = 503;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin AppOptions apps;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The directory that the app was run with, whether it runs now or not.")
  Path state;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "In place of --state: the stack with which the app was deployed, with the credentials and"
              + " the region of this machine.")
  String stack;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "In place of --state: where the run is that serves. With --stack: where an emulator of AWS"
              + " is. Default: http://localhost:4566, without --stack")
  URI endpoint;

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "The static tables that the app was run with; may be repeated.")
  Map<String, Path> tables = new LinkedHashMap<>();

  @Option(names = "--json", description = "Writes JSON in place of text.")
  boolean json;

  /** Something to do with what an app keeps. */
  interface Work {
    int with(KeptStates kept, String app, Plan plan);
  }

  /** Does something with the reader of the app that is meant; gives what that gives. */
  int read(ToIntFunction<StateReader> work) {
    return look((kept, app, plan) -> work.applyAsInt(started(app, kept.of(plan))));
  }

  /** Does something with how far the app is that is meant; gives what that gives. */
  int readStatus(ToIntFunction<Status> work) {
    return look((kept, app, plan) -> work.applyAsInt(started(app, kept.status(plan))));
  }

  private static <R> R started(String app, Optional<R> found) {
    return found.orElseThrow(
        () ->
            new UserException(
                "no app '" + app + "' was ever started there; --name says another name"));
  }

  private int look(Work work) {
    AppOptions.Named app = apps.choose();
    if (state != null && (endpoint != null || stack != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "give --state or --" + (stack == null ? "endpoint" : "stack") + ", not both");
    }
    Map<String, List<String>> lines = Tables.read(tables);
    Plan plan = Plan.of(app.app(), lines);
    Tables.requireRead(plan, lines);
    if (stack != null) {
      StackClients clients = new StackClients(Optional.ofNullable(endpoint));
      return look(Place.of(clients, Stacks.find(clients, stack, apps.name)), plan, work);
    }
    if (state == null) {
      return look(app.name(), plan, endpoint == null ? Gateway.DEFAULT_ENDPOINT : endpoint, work);
    }
    RunState.requireOf(state, app.name());
    if (RunState.stores(state).isPresent()) {
      return look(app.name(), plan, RunState.stores(state).get(), work);
    }
    if (LocalServices.isInUse(state)) {
      return look(app.name(), plan, RunState.endpoint(state), work);
    }
    try (LocalServices services =
        LocalServices.start(LocalOptions.keptIn(state), request -> noKinesis())) {
      return look(app.name(), plan, services.endpoint(), work);
    }
  }

  private static int look(Place place, Plan plan, Work work) {
    try (KeptStates kept = new KeptStates(place)) {
      return work.with(kept, place.app(), plan);
    }
  }

  private static int look(String app, Plan plan, URI at, Work work) {
    try {
      return look(Place.local(new LocalClients(at), app), plan, work);
    } catch (SdkClientException | StoreUnavailableException e) {
      throw new UserException(
          "nobody answers at "
              + at
              + "; start './sluice run APP --serve' first, or say with --state where the app was"
              + " kept, or with --stack where it is deployed ("
              + e.getMessage()
              + ")");
    }
  }

  private static Exchange.Response noKinesis() {
    byte[] text = "nothing is sent here".getBytes(StandardCharsets.UTF_8);
    return new Exchange.Response(UNAVAILABLE, Map.of(), text);
  }
}
