package dev.sluice.local.run;

import dev.sluice.aws.SystemClock;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.control.Status;
import dev.sluice.local.kinesis.KinesisStreams;
import dev.sluice.local.lambda.FunctionCounters;
import dev.sluice.local.mapping.EventSourceMapping;
import dev.sluice.local.mapping.MappingCounters;
import dev.sluice.local.mapping.MappingSettings;
import dev.sluice.local.mapping.MappingSettingsBuilder;
import dev.sluice.local.mapping.Surroundings;
import dev.sluice.local.services.Exchange;
import dev.sluice.local.services.Parts;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Caller;
import dev.sluice.ports.Clock;
import dev.sluice.ports.ObjectStore;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.StoreUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * An app with everything around it in this process: DynamoDB, S3 and Kinesis behind one port, the
 * real function classes, an event source mapping that calls them, and a schedule.
 */
public final class LocalRun implements AutoCloseable {
  /** What functions and sources of the app throw, and may not throw the next time. */
  private static final List<String> REPEATED =
      List.of("SLUICE-E13", "SLUICE-E18", "SLUICE-E23", "SLUICE-E24");

  static final String TABLE = "sluice";

  /** The backstop; wake-ups come at once. */
  private static final Duration SCHEDULE = Duration.ofMillis(100);

  /** Listing a bucket takes a while where there are many files. */
  private static final Duration MIRROR_INTERVAL = Duration.ofSeconds(2);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  /** Lambda's greatest batch: a local run has no reason for smaller ones. */
  private static final int BATCH_SIZE = 10_000;

  private final LocalSettings settings;
  private final Consumer<String> problems;
  private final Parts parts = new Parts();
  private final RunServices services;
  private final ObjectStore outputs;
  private final Schedule schedule;
  private final Coordinating coordinating;
  private final ChangeNotice changes;
  private final Optional<Isolated> isolated;
  private final Functions functions;
  private final List<EventSourceMapping> mappings;
  private final KeptRecords kept;
  private final RunEnd end;
  private volatile boolean closing;

  private LocalRun(LocalSettings settings, Consumer<String> problems, Consumer<String> console) {
    this.settings = settings;
    this.problems = problems;
    try {
      services = parts.add(new RunServices(settings, this::callFunction, problems));
      outputs = makeOutputs();
      isolated = settings.isolation().map(this::apart);
      isolated.ifPresent(apart -> keepMirror());
      schedule =
          parts.add(
              new Schedule(
                  this::coordinate,
                  settings.isolation().map(Isolation::schedule).orElse(SCHEDULE)));
      coordinating = new Coordinating(() -> RunCheckpoints.engine(settings, ports(console)));
      changes = new ChangeNotice(coordinating, problems);
      functions = isolated.<Functions>map(apart -> apart).orElseGet(() -> inProcess(console));
      Map<String, EventSourceMapping> byStream = new LinkedHashMap<>();
      kinesisStreams().forEach(name -> byStream.put(name, mapping(name)));
      mappings = List.copyOf(byStream.values());
      kept = new KeptRecords(services.streams(), byStream, settings.stamps(), this::problem);
      end =
          new RunEnd(
              coordinating,
              settings.engine(),
              settings.stamps(),
              mappings,
              () -> closing,
              problems);
    } catch (Throwable e) {
      closing = true;
      parts.close(e::addSuppressed);
      throw e;
    }
  }

  /**
   * Starts everything. What fails meanwhile leaves nothing open.
   *
   * @param problems takes what goes wrong and is tried again
   * @param console takes what {@code print} prints
   * @throws dev.sluice.local.services.PortTakenException if the port is taken
   */
  public static LocalRun start(
      LocalSettings settings, Consumer<String> problems, Consumer<String> console) {
    LocalRun run = new LocalRun(settings, problems, console);
    try {
      if (run.outputs instanceof Mirror mirror) {
        synchronized (mirror) {
          mirror.takeUp();
        }
      }
      run.coordinateFirst();
      run.mappings.forEach(EventSourceMapping::start);
      run.schedule.start();
      return run;
    } catch (Throwable e) {
      run.close();
      throw e;
    }
  }

  private List<String> kinesisStreams() {
    return settings.plan().streams(SourceKind.KINESIS);
  }

  private ObjectStore makeOutputs() {
    ObjectStore objects = services.bucket(bucket());
    return settings.mirror().<ObjectStore>map(dir -> new Mirror(objects, dir)).orElse(objects);
  }

  private Isolated apart(Isolation isolation) {
    RunVariables.putTables(services.s3(), settings, isolation, spillBucket(settings.app()));
    Isolated made = parts.add(new Isolated(isolation, this::problem));
    made.deploy(
        services.endpoint(), RunVariables.of(settings, isolation, spillBucket(settings.app())));
    return made;
  }

  /** What other processes put is seen in the bucket only. */
  private void keepMirror() {
    if (outputs instanceof Mirror) {
      parts.add(new Schedule(this::tryToMirror, MIRROR_INTERVAL)).start();
    }
  }

  private void tryToMirror() {
    try {
      completeMirror();
    } catch (RuntimeException | Error e) {
      problem("results cannot be copied and are tried again: " + e.getMessage());
    }
  }

  private Exchange.Response callFunction(Exchange.Request request) throws IOException {
    return isolated.orElseThrow().endpoint().handle(request);
  }

  private InProcess inProcess(Consumer<String> console) {
    return new InProcess(
        () -> RunCheckpoints.engine(settings, ports(console)), problems, coordinating);
  }

  private EventSourceMapping mapping(String stream) {
    MappingSettingsBuilder builder =
        MappingSettings.of(stream, "transform")
            .batchSize(BATCH_SIZE)
            .reportBatchItemFailures(true)
            .pollInterval(POLL_INTERVAL);
    MappingSettings mapping =
        settings.isolation().map(apart -> apart.mapping().apply(builder)).orElse(builder).build();
    Clock timer = new SystemClock();
    Surroundings around =
        Surroundings.of(timer)
            .withArrivals(settings.stamps())
            .withDisturbance(settings.disturbance())
            .withProblems((what, why) -> problems.accept(why == null ? what : what + " " + why));
    return parts.add(
        new EventSourceMapping(services.kinesis(), functions::transform, mapping, around));
  }

  private Ports ports(Consumer<String> console) {
    Caller caller =
        new Caller() {
          @Override
          public void wakeCoordinator() {
            schedule.wake();
          }

          @Override
          public void advance(int stage, List<Integer> buckets) {
            functions.advance(stage, buckets);
          }
        };
    return services.ports(outputs, caller, console);
  }

  /** What is called again as long as it fails must not keep a run from going on. */
  private void coordinateFirst() {
    try {
      changes.behind(functions::coordinate);
    } catch (StoreUnavailableException | ProtocolException e) {
      String said = String.valueOf(e.getMessage());
      if (e instanceof ProtocolException && REPEATED.stream().noneMatch(said::startsWith)) {
        throw e;
      }
      calledAgain(e);
    }
  }

  private void coordinate() {
    try {
      changes.behind(functions::coordinate);
      kept.forgetProcessed();
    } catch (RuntimeException | Error e) { // the schedule outlives what ends a call on Lambda
      calledAgain(e);
    }
  }

  private void calledAgain(Throwable e) {
    problem("the coordinator failed and is called again: " + e);
  }

  private void problem(String what) {
    if (!closing) {
      problems.accept(what);
    }
  }

  /** Where all services are. */
  public URI endpoint() {
    return services.endpoint();
  }

  /** The bucket of the outputs. */
  public String bucket() {
    return settings.app();
  }

  /** The bucket in which files arrive, where no directory was named for them. */
  public String filesBucket() {
    return LocalSources.filesBucket(settings.app());
  }

  static String spillBucket(String app) {
    return app + "-spills";
  }

  public KinesisClient kinesis() {
    return services.kinesis();
  }

  public KinesisStreams streams() {
    return services.streams();
  }

  public ObjectStore outputs() {
    return outputs;
  }

  public CountingMetrics metrics() {
    return services.metrics();
  }

  /** What the event source mappings have done. */
  public List<MappingCounters> mappingCounters() {
    return mappings.stream().map(EventSourceMapping::counters).toList();
  }

  /** What functions have done that run in processes of their own. */
  public List<FunctionCounters> functionCounters() {
    return isolated.map(Isolated::counters).orElseGet(List::of);
  }

  /** How far the app is. */
  public Status status() {
    return coordinating.with(Engine::status);
  }

  /** Stops calling the coordinator, as an outage would, or goes on. */
  public void pauseCoordinator(boolean stop) {
    schedule.pause(stop);
    isolated.ifPresent(apart -> apart.pauseCoordinator(stop));
  }

  /** Kills the processes of functions that have some of their own; others take their place. */
  public void killFunctions() {
    isolated.ifPresent(Isolated::kill);
  }

  /**
   * Waits until all records that have been put are committed, and reads what other sources have.
   *
   * @throws IllegalStateException if the run is closed before
   */
  public void drain() throws InterruptedException {
    end.drain();
    if (settings.plan().streams().size() > kinesisStreams().size()) {
      coordinate(); // reads what nobody delivers
    }
  }

  /**
   * Ends the input for good: commits everything, closes every window and publishes it. Records that
   * are put from now on are refused; all before count.
   *
   * @throws IllegalStateException if the run is closed before
   */
  public void finish() throws InterruptedException {
    services.endInput();
    pauseCoordinator(false); // records of shards that are new wait for the coordinator
    end.finish(this::drain);
    completeMirror();
  }

  /**
   * Processes all records that have been put, and publishes the batches that they are in, the
   * newest at its end. Records that are put from now on are refused; windows that are open stay
   * open, for another run on the same state.
   *
   * @throws IllegalStateException if the run is closed before
   */
  public void availableNow() throws InterruptedException {
    services.endInput();
    pauseCoordinator(false);
    drain();
    end.publish();
    completeMirror();
  }

  /** Copies what is in the bucket and not in the mirror. */
  public void completeMirror() {
    if (outputs instanceof Mirror mirror) {
      synchronized (mirror) {
        mirror.complete();
      }
    }
  }

  /**
   * Stops everything. Puts are refused at once, calls at work are waited for, and a second caller
   * waits for the first.
   */
  @Override
  public synchronized void close() {
    closing = true;
    services.endInput();
    parts.close(failure -> problems.accept("while stopping: " + failure));
  }
}
