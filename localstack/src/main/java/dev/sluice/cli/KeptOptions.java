package dev.sluice.cli;

import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.Ports;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.local.run.KeptLanes;
import dev.sluice.local.run.Place;
import dev.sluice.local.stack.ServiceTrouble;
import dev.sluice.local.stack.StackClients;
import dev.sluice.ports.Clock;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.LogStore;
import dev.sluice.ports.StoreRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says where the lanes and checkpoints of an app are: here, or on AWS. */
final class KeptOptions {
  private static final String SCHEME = "s3://";

  /** Something to do with what is kept. */
  interface Work {
    int with(KeptLanes lanes, CheckpointDesk desk);
  }

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin PlaceOptions place;

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
      description =
          "The lifetime of entries that the app has. Default: with --stack what the stack says,"
              + " else 14 days; restore --lanes wants it")
  Duration lifetime;

  /**
   * Does something with what an app keeps.
   *
   * @param app its name; null where its stack is to say
   */
  int open(String app, PlaceOptions.Use use, Work work) {
    if ((lanes == null) != (spills == null)) {
      throw wrong("on AWS give both --lanes and --spills");
    }
    if (lanes == null) {
      return place.open(app, use, found -> with(found, work));
    }
    if (place.state != null || place.services.isSaid()) {
      throw wrong("give one of --state, --stack, --endpoint and --lanes");
    }
    Place there = onAws(app);
    if (use == PlaceOptions.Use.PUTS && lifetime == null) {
      throw wrong(
          "say with --lifetime how long entries of the app live, such as P14D: it goes on with those"
              + " that are put now");
    }
    return ServiceOptions.askAws(() -> with(there, work));
  }

  /** Whether what is done is done to functions on AWS, which go on by themselves. */
  boolean isDeployed() {
    return place.services.isDeployed() || lanes != null;
  }

  /** Whether the place knows the app's name. */
  boolean knowsName() {
    return place.services.isDeployed();
  }

  /** How to make room for the results of an app that begins from nothing, for a sentence. */
  String emptyOutputs(String app) {
    return isDeployed() ? "move its outputs in the bucket away" : place.emptyOutputs(app);
  }

  private Place onAws(String app) {
    int slash = spills.indexOf('/', SCHEME.length());
    if (!spills.startsWith(SCHEME) || slash <= SCHEME.length() || !spills.endsWith("/")) {
      throw wrong("--spills is 's3://bucket/' with a prefix that ends with a slash, or none");
    }
    String bucket = spills.substring(SCHEME.length(), slash);
    StackClients clients = new StackClients(Optional.empty());
    return new Place(clients, app, lanes, bucket, spills.substring(slash + 1));
  }

  private int with(Place found, Work work) {
    try (KeptLanes kept = new KeptLanes(found)) {
      if (!isDeployed()) {
        kept.requireTable();
      }
      Duration lives = lifetime == null ? found.lifetime() : lifetime;
      Ports ports = kept.ports(clock(kept.log(), lives));
      return work.with(kept, new CheckpointDesk(ports, lives));
    } catch (StoreRefusedException e) {
      throw new UserException(
          e.getCause() instanceof SdkClientException sdk
              ? ServiceTrouble.reason(sdk)
              : "the stores of the app refuse: " + e.getMessage());
    }
  }

  /** A run with --rate has a clock of its own, by which its entries expire: where that stands. */
  private Clock clock(LogStore log, Duration lives) {
    OptionalLong start =
        place.state == null ? OptionalLong.empty() : RunState.virtualStart(place.state);
    if (start.isEmpty()) {
      return new SystemClock();
    }
    Instant now =
        log.head(Lanes.CONTROL)
            .map(LogEntry::expiry)
            .filter(expiry -> expiry.isBefore(Instant.MAX))
            .map(expiry -> expiry.minus(lives))
            .orElse(Instant.ofEpochMilli(start.getAsLong()));
    return now::toEpochMilli;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
