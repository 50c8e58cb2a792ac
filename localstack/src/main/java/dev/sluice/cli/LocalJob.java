package dev.sluice.cli;

import dev.sluice.engine.EngineSettings;
import dev.sluice.local.kinesis.ArrivalStamps;
import dev.sluice.local.kinesis.VirtualRate;
import dev.sluice.local.kinesis.WallStamps;
import dev.sluice.local.mapping.Disturbance;
import dev.sluice.local.run.Isolation;
import dev.sluice.local.run.LocalRun;
import dev.sluice.local.run.LocalSettings;
import dev.sluice.local.run.Patience;
import dev.sluice.local.run.Sender;
import dev.sluice.local.services.LocalServices;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/** A run of an app from the command line: start, send, finish, and what is said meanwhile. */
final class LocalJob {
  private static final int ALL_BUCKETS_INLINE = EngineSettings.KEY_GROUPS;

  /** The name under which the stream remembers how many lines of the input have come. */
  private static final String PRODUCER = "input";

  private final String app;
  private final Plan plan;
  private final String stream;
  private final RunOptions options;
  private final Optional<Isolation> isolation;
  private final PrintWriter out;
  private final PrintWriter err;
  private final BiConsumer<Report, LocalRun> reports;
  private volatile boolean done;
  private volatile boolean stopping;
  private String lastProblem = "";

  /**
   * Where a job says what.
   *
   * @param out takes what the app prints, and what there is to do meanwhile
   * @param err takes what goes wrong, and how far it is
   * @param reports takes what came of it, once
   */
  record Output(PrintWriter out, PrintWriter err, BiConsumer<Report, LocalRun> reports) {}

  /**
   * @param stream the one that the input is sent to, null where the app reads none of Kinesis
   * @param isolation how functions run in processes of their own; empty: they run in this one
   */
  LocalJob(
      String app,
      Plan plan,
      String stream,
      RunOptions options,
      Optional<Isolation> isolation,
      Output output) {
    this.app = app;
    this.plan = plan;
    this.stream = stream;
    this.options = options;
    this.isolation = isolation;
    this.out = output.out();
    this.err = output.err();
    this.reports = output.reports();
  }

  /** Starts everything. */
  LocalRun start(Optional<Input> input) {
    EngineSettings given =
        new EngineSettings(
            options.interval,
            options.buckets == null ? RunOptions.DEFAULT_BUCKETS : options.buckets,
            Duration.ZERO,
            EngineSettings.DEFAULT_ENTRY_LIFETIME,
            isolation.isPresent() ? 0 : ALL_BUCKETS_INLINE);
    long start = options.rate == null ? 0 : virtualStart(input.orElseThrow(), given);
    Optional<RunState> state =
        Optional.ofNullable(options.state)
            .map(
                dir ->
                    new RunState(
                        dir, app, options, input.map(Input::name).orElse(null), stream, start));
    boolean resumed = state.map(RunState::compare).orElse(false);
    EngineSettings engine = state.map(each -> given.withBuckets(each.buckets())).orElse(given);
    new ResultsDirectory(options.out).prepare(resumed);
    state.filter(each -> !resumed).ifPresent(RunState::keep); // now that nothing speaks against it
    Optional.ofNullable(options.state)
        .filter(dir -> !LocalServices.isInUse(dir))
        .ifPresent(RunState::forgetEndpoint); // that of a run before this one
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
                Optional.of(options.out),
                Optional.ofNullable(options.files),
                options.broadcasts,
                Optional.ofNullable(options.stores),
                isolation,
                options.checkpointEvery()),
            this::problem,
            out::println);
    try {
      stopOnSignal(run);
      state.filter(each -> resumed).ifPresent(RunState::keep); // nobody else has the directory
      state.ifPresent(kept -> RunState.keepEndpoint(options.state, run.endpoint()));
      requireUnfinished(run);
      return run;
    } catch (Throwable e) {
      run.close();
      throw e;
    }
  }

  private void requireUnfinished(LocalRun run) {
    if (run.status().finished()) {
      done = true;
      run.completeMirror();
      reports.accept(
          new Report(run, options.out), run); // it may have been killed before it could say so
      throw new NothingToDoException(
          "the input of the app in "
              + options.state
              + " was finished: all windows are closed and"
              + " the results are in "
              + options.out.toAbsolutePath()
              + "; take another --state directory to begin anew");
    }
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

  /** What is tried again ten times a second is said once. */
  private synchronized void problem(String what) {
    if (!done && !stopping && !what.equals(lastProblem)) {
      err.println("sluice: " + what);
      err.flush();
    }
    lastProblem = what;
  }

  /** Sends the input, from where an earlier run was stopped. */
  long send(LocalRun run, Input input) {
    long before = run.streams().producerCursor(PRODUCER);
    SentLines noted = new SentLines(Optional.ofNullable(options.state));
    input.skip(before, noted);
    if (before > 0) {
      err.println("going on behind line " + before + " of " + input.name());
      err.flush();
    }
    try (Progress progress = Progress.of("sending", input.count(), err)) {
      Sender sender =
          new Sender(
              run.kinesis(),
              stream,
              Optional.of(PRODUCER),
              progress::at,
              Patience.telling(this::problem));
      long sent = before;
      while (input.lines().hasNext()) {
        List<byte[]> lines = input.next();
        sent = sender.send(lines.iterator(), sent);
        if (input.isRepeatable()) {
          lines.forEach(line -> noted.add(line, input.name()));
          noted.keep();
        }
      }
      input
          .rest()
          .get()
          .ifPresent(
              half ->
                  problem(
                      "the last line of "
                          + input.name()
                          + " has no end yet, so it may be half written: left to a run that finds"
                          + " one, or that ends the input (without --trigger)"));
      return sent;
    } catch (IllegalArgumentException e) {
      throw new UserException(
          e.getMessage()
              + (options.state == null
                  ? " (nothing is kept without --state: begin anew with another --out)"
                  : " (the same command goes on behind the lines that were sent)"));
    }
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
    out.println(
        (options.stores == null ? "serving Kinesis, DynamoDB and S3 at " : "serving Kinesis at ")
            + endpoint
            + ", results in "
            + options.out.toAbsolutePath().normalize());
    String aws = "  aws --endpoint-url " + endpoint + " ";
    for (String each : plan.streams(SourceKind.KINESIS)) {
      out.println("  echo LINE | ./sluice send " + each + " --endpoint " + endpoint);
    }
    if (stream != null) {
      out.println(
          aws + "kinesis put-record --stream-name " + stream + " --partition-key KEY --data LINE");
      out.println("    (version 2 of the AWS CLI: with --cli-binary-format raw-in-base64-out)");
    }
    for (String prefix : plan.streams(SourceKind.FILES)) {
      out.println(
          options.files == null
              ? aws + "s3 cp FILE s3://" + run.filesBucket() + "/" + prefix + "/"
              : "  mv FILE " + options.files.resolve(prefix) + "/");
    }
    out.println(
        "    (the AWS CLI wants a region and credentials; any will do:"
            + " AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local"
            + " AWS_SECRET_ACCESS_KEY=local)");
    if (options.stores != null) {
      aws = "  aws --endpoint-url " + options.stores + " ";
    }
    out.println(aws + "s3 ls --recursive s3://" + run.bucket() + "/");
    out.println(aws + "dynamodb scan --table-name sluice --max-items 5");
    out.println("Ctrl-C ends it.");
    out.flush();
  }

  /**
   * Closes everything that is open, and reports.
   *
   * @throws NothingToDoException if no record ever came
   * @throws UserException if all records became dead letters
   */
  void finish(LocalRun run) throws InterruptedException {
    run.drain();
    if (new Report(run, options.out).records() == 0) {
      done = true; // and not finished: the state takes another input
      throw new NothingToDoException("the input is empty: there is nothing to run on");
    }
    run.finish();
    report(run);
  }

  /**
   * Publishes the batches of what is there, leaves open what is open, and reports.
   *
   * @throws NothingToDoException if no record ever came
   * @throws UserException if all records became dead letters
   */
  void stopBehindWhatIsThere(LocalRun run) throws InterruptedException {
    run.availableNow();
    if (new Report(run, options.out).records() == 0) {
      done = true;
      throw new NothingToDoException("no record has come yet: there is nothing to run on");
    }
    report(run);
    err.println("stopped behind what was there; the same command goes on with what comes next");
    err.flush();
  }

  private void report(LocalRun run) {
    done = true;
    Report report = new Report(run, options.out);
    reports.accept(report, run);
    if (report.records() == report.deadLetters()) {
      throw new UserException(
          "the app could not read a single record; "
              + options.out.toAbsolutePath().normalize().resolve("dead-letter")
              + " says why for each. Is it the right input for this app?");
    }
  }
}
