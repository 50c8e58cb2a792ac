package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.local.run.KeptLanes;
import dev.sluice.local.run.Place;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import dev.sluice.local.stack.StackClients;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says where the lanes and checkpoints of an app are: here, or on AWS. */
final class KeptOptions {
  private static final int UNAVAILABLE = 503;
  private static final String SCHEME = "s3://";

  /** Something to do with what is kept. */
  interface Work {
    int with(KeptLanes lanes, CheckpointDesk desk);
  }

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The directory that the app was run with.")
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
              + " is.")
  URI endpoint;

  @Option(
      names = "--lanes",
      paramLabel = "TABLE",
      description = "On AWS: the table of the lanes, with the credentials of this machine.")
  String lanes;

  @Option(
      names = "--spills",
      paramLabel = "S3",
      description = "On AWS: where the bulk of entries is, such as s3://my-bucket/spills/")
  String spills;

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      description = "The lifetime of entries that the app has. Default: 14 days")
  Duration lifetime = EngineSettings.DEFAULT_ENTRY_LIFETIME;

  /**
   * Does something with what an app keeps.
   *
   * @param app its name; null where its stack is to say
   * @param changes whether no local run may be at work
   */
  int open(String app, boolean changes, Work work) {
    int places = (state == null ? 0 : 1) + (lanes == null ? 0 : 1);
    places += stack != null || endpoint != null ? 1 : 0;
    if (places > 1) {
      throw wrong("give one of --state, --stack, --endpoint and --lanes");
    }
    if ((lanes == null) != (spills == null)) {
      throw wrong("on AWS give both --lanes and --spills");
    }
    if (stack != null) {
      StackClients clients = new StackClients(Optional.ofNullable(endpoint));
      return with(Place.of(clients, Stacks.find(clients, stack, app)), work);
    }
    if (app == null) {
      throw wrong("name the app, as it was run, or the --stack with which it was deployed");
    }
    if (lanes != null) {
      return onAws(app, work);
    }
    if (state == null) {
      return at(app, endpoint == null ? Gateway.DEFAULT_ENDPOINT : endpoint, work);
    }
    RunState.requireOf(state, app);
    if (LocalServices.isInUse(state)) {
      if (changes) {
        throw new UserException("a run is at work on " + state + "; stop it first");
      }
      return at(app, RunState.stores(state).orElseGet(() -> RunState.endpoint(state)), work);
    }
    if (RunState.stores(state).isPresent()) {
      return at(app, RunState.stores(state).get(), work);
    }
    try (LocalServices services =
        LocalServices.start(LocalOptions.keptIn(state), request -> noKinesis())) {
      return at(app, services.endpoint(), work);
    }
  }

  /** Whether what is done is done to functions on AWS, which go on by themselves. */
  boolean isDeployed() {
    return stack != null || lanes != null;
  }

  private int at(String app, URI at, Work work) {
    Place place = Place.local(new LocalClients(at), app);
    try (KeptLanes kept = new KeptLanes(place)) {
      kept.requireTable();
      return with(place, work);
    } catch (SdkClientException | StoreUnavailableException e) {
      throw new UserException(
          "nobody answers at "
              + at
              + "; say with --state where the app was kept, or with --stack where it is deployed ("
              + e.getMessage()
              + ")");
    }
  }

  private int onAws(String app, Work work) {
    int slash = spills.indexOf('/', SCHEME.length());
    if (!spills.startsWith(SCHEME) || slash <= SCHEME.length() || !spills.endsWith("/")) {
      throw wrong("--spills is 's3://bucket/' with a prefix that ends with a slash, or none");
    }
    String bucket = spills.substring(SCHEME.length(), slash);
    StackClients clients = new StackClients(Optional.empty());
    return with(new Place(clients, app, lanes, bucket, spills.substring(slash + 1)), work);
  }

  private int with(Place place, Work work) {
    try (KeptLanes kept = new KeptLanes(place)) {
      return work.with(kept, new CheckpointDesk(kept.ports(), lifetime));
    } catch (StoreRefusedException e) {
      throw new UserException("nothing of the app can be read there: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Exchange.Response noKinesis() {
    byte[] text = "only what is kept is read here".getBytes(StandardCharsets.UTF_8);
    return new Exchange.Response(UNAVAILABLE, Map.of(), text);
  }
}
