package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.examples.Example;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.kinesis.VirtualRate;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.local.run.Sender;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** One run of an app from the command line: start, send, finish, and what is said meanwhile. */
final class Session {
  private static final int ALL_BUCKETS_INLINE = EngineSettings.KEY_GROUPS;

  private final String app;
  private final Example example;
  private final RunOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private volatile boolean done;
  private volatile boolean stopping;

  Session(String app, Example example, RunOptions options, PrintWriter out, PrintWriter err) {
    this.app = app;
    this.example = example;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Starts everything. */
  LocalRun start(Optional<Input> input) {
    Plan plan = Plan.of(example.app().get(), tables());
    EngineSettings engine =
        new EngineSettings(
            options.interval,
            options.buckets,
            Duration.ZERO,
            EngineSettings.DEFAULT_ENTRY_LIFETIME,
            ALL_BUCKETS_INLINE);
    boolean resumed = false;
    long start = 0;
    if (options.rate != null) {
      start = virtualStart(input.orElseThrow(), engine);
    }
    if (options.state != null) {
      RunState kept = RunState.of(app, options, start);
      resumed = kept.keepOrCompare(options.state);
    }
    requireEmpty(options.out, resumed);
    LocalRun run =
        LocalRun.start(
            new LocalSettings(
                app,
                plan,
                engine,
                options.shards,
                stamps(start),
                Optional.ofNullable(options.state),
                options.port == null ? 0 : options.port,
                Disturbance.NONE,
                Optional.of(options.out)),
            this::problem,
            out::println);
    stopOnSignal(run);
    if (run.status().finished()) {
      done = true;
      run.completeMirror();
      run.close();
      throw new NothingToDoException(
          "the input of the app in "
              + options.state
              + " was finished: all windows are closed and"
              + " the results are in "
              + options.out.toAbsolutePath()
              + "; take another --state directory to begin anew");
    }
    return run;
  }

  private ArrivalStamps stamps(long start) {
    return options.rate == null
        ? new WallStamps(System::currentTimeMillis)
        : new VirtualRate(start, options.rate);
  }

  /**
   * A virtual clock begins behind the newest event time: nothing is ahead of its arrival then, as
   * with real arrivals.
   */
  private static long virtualStart(Input input, EngineSettings engine) {
    long newest = input.newestMillis().orElse(0);
    return engine.borderMillis(engine.intervalOf(Math.max(0, newest)));
  }

  private Map<String, List<String>> tables() {
    Map<String, Path> files = new TreeMap<>(options.tables);
    Optional.ofNullable(options.vendor).ifPresent(file -> files.put("vendor", file));
    Optional.ofNullable(options.maintenance).ifPresent(file -> files.put("maintenance", file));
    Map<String, List<String>> tables = new TreeMap<>();
    files.forEach(
        (name, file) -> {
          try {
            tables.put(name, Files.readAllLines(file));
          } catch (IOException e) {
            throw new UserException(
                "table '"
                    + name
                    + "', "
                    + file.toAbsolutePath()
                    + ", cannot be read: "
                    + (Files.exists(file) ? e.getMessage() : "there is no such file"));
          }
        });
    return tables;
  }

  private static void requireEmpty(Path directory, boolean resumed) {
    try (Stream<Path> files =
        Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new UserException(directory + " is a file; --out takes a directory");
      }
      if (!resumed && files.findAny().isPresent()) {
        throw new UserException(
            directory.toAbsolutePath()
                + " is not empty, and results are never mixed or"
                + " overwritten; remove it, or choose another with --out");
      }
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UserException(directory + " cannot be used for results: " + e.getMessage());
    }
  }

  /** Ctrl-C and a plain kill: whatever is committed stays, and the user learns how to go on. */
  private void stopOnSignal(LocalRun run) {
    Thread hook =
        new Thread(
            () -> {
              if (!done) {
                stopping = true;
                run.close();
                err.println();
                err.println(
                    options.state == null
                        ? "sluice: stopped. Without --state nothing is kept but the results so far."
                        : "sluice: stopped. What was committed is kept; the same command goes on.");
                err.flush();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void problem(String what) {
    if (!done && !stopping) {
      err.println("sluice: " + what);
      err.flush();
    }
  }

  /** Sends the input, from where an earlier run was stopped. */
  long send(LocalRun run, Input input, String name) {
    String stream = streamOf(run);
    long before = run.streams().producerCursor(name);
    for (long i = 0; i < before && input.lines().hasNext(); i++) {
      input.lines().next();
    }
    if (before > 0) {
      out.println("going on behind line " + before + " of " + name);
    }
    try (Progress progress = Progress.of("sending", input.count(), err)) {
      Sender sender = new Sender(run.kinesis(), stream, Optional.of(name), progress::at);
      return sender.send(input.lines(), before);
    }
  }

  private String streamOf(LocalRun run) {
    return run.streams().streams().get(0).name();
  }

  /** What fails while the process is being stopped fails for that reason; it ends meanwhile. */
  void waitIfStopping() throws InterruptedException {
    if (stopping) {
      new CountDownLatch(1).await();
    }
  }

  /** Says that the process ends by itself: then its end is not an interruption. */
  void over() {
    done = true;
  }

  /** Tells where everything is while the run serves. */
  void announce(LocalRun run) {
    String endpoint = run.endpoint().toString();
    String stream = streamOf(run);
    out.println("serving Kinesis, DynamoDB and S3 at " + endpoint + ", results in " + options.out);
    out.println("  echo LINE | ./sluice send " + stream + " --endpoint " + endpoint);
    String aws = "  aws --endpoint-url " + endpoint + " ";
    out.println(
        aws + "kinesis put-record --stream-name " + stream + " --partition-key KEY --data LINE");
    out.println("    (version 2 of the AWS CLI: with --cli-binary-format raw-in-base64-out)");
    out.println(aws + "s3 ls --recursive s3://" + run.bucket() + "/");
    out.println(aws + "dynamodb scan --table-name sluice --max-items 5");
    out.println("Ctrl-C ends it.");
    out.flush();
  }

  /** Closes everything that is open, and reports. */
  int finish(LocalRun run, long sent) throws InterruptedException {
    if (sent == 0) {
      done = true;
      throw new NothingToDoException("the input is empty: there is nothing to run on");
    }
    run.finish();
    done = true;
    new Report(run, options.out, out).print();
    return 0;
  }
}
