package dev.sluice.cli;

import dev.sluice.aws.RandomIds;
import dev.sluice.aws.S3Objects;
import dev.sluice.local.letters.DiscardedSource;
import dev.sluice.local.letters.GivenUp;
import dev.sluice.local.letters.Letter;
import dev.sluice.local.letters.LetterBucket;
import dev.sluice.local.letters.LetterDirectory;
import dev.sluice.local.letters.LetterSource;
import dev.sluice.local.letters.LetterStore;
import dev.sluice.local.letters.Letters;
import dev.sluice.local.letters.ReplayLog;
import dev.sluice.local.letters.RowSource;
import dev.sluice.local.letters.ShardRecords;
import dev.sluice.local.run.KeptLanes;
import dev.sluice.local.run.Place;
import dev.sluice.local.stack.Stack;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.Ids;
import dev.sluice.ports.StoreRefusedException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

/** Says where the letters are. */
final class LetterOptions {
  /** Letters, what was noted about sending them again, and who says what became of them. */
  record Box(LetterSource source, ReplayLog log, Optional<GivenUp> givenUp) {}

  /** Something to do with letters. */
  interface Work {
    int with(Box box);
  }

  private final Ids ids = new RandomIds();

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The directory of a run's results. Default: out")
  Path out;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "In place of a directory: the bucket of the results, at --endpoint.")
  String bucket;

  @Mixin ServiceOptions services;

  @Option(
      names = "--discarded",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "DIR|PREFIX",
      description =
          "In place of dead letters: the objects of the mapping's on-failure destination, in a"
              + " directory, or with --bucket below a prefix; with --stack it takes no value.")
  String discarded;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "With --discarded: the app of the run that serves, so that records are left that it has."
              + " --stack knows it.")
  String app;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Only letters of this stream or operator.")
  String stream;

  @Mixin JsonLinesOptions answer;

  boolean wants(Letter letter) {
    return stream == null || letter.source().equals(stream);
  }

  /** Does something with the letters that are meant; gives what that gives. */
  int read(Work work) {
    if (out != null && (bucket != null || discarded != null)) {
      String other = bucket != null ? "--bucket" : "--discarded";
      throw wrong("give --out or " + other + ", not both");
    }
    if (services.isDeployed() && (out != null || bucket != null)) {
      throw wrong("give --stack or " + (out != null ? "--out" : "--bucket") + ", not both");
    }
    if (services.isDeployed() && discarded != null && !discarded.isEmpty()) {
      throw wrong(
          "with --stack, --discarded takes no value, as the stack says where they are, but it was"
              + " given '"
              + discarded
              + "'; write it last");
    }
    return services.isDeployed()
        ? ofStack(work)
        : bucket == null ? inDirectory(work) : inBucket(work);
  }

  private int inDirectory(Work work) {
    Path directory = discarded == null ? out == null ? Path.of("out") : out : Path.of(discarded);
    if (!Files.isDirectory(directory) || "".equals(discarded)) {
      throw new UserException(
          "there is no directory "
              + directory.toAbsolutePath()
              + (discarded == null
                  ? "; --out takes the DIR that the app was run with"
                  : "; --discarded takes a directory with the objects, or with --bucket a prefix"));
    }
    return services.ask(
        () -> with(box(new LetterDirectory(directory, ids), "", "directory"), local(app), work));
  }

  private int inBucket(Work work) {
    String prefix = discarded == null || discarded.isEmpty() ? "" : discarded;
    String root = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return inBucket(bucket, "", root, local(app), work);
  }

  private int ofStack(Work work) {
    Stack found = services.find(null);
    String root = discarded == null ? found.outputs() : found.givenUp();
    return inBucket(
        found.bucket(), root, "", Optional.of(Place.of(services.clients(), found)), work);
  }

  private int inBucket(String name, String below, String root, Optional<Place> place, Work work) {
    try (S3Client s3 = services.clients().s3()) {
      LetterStore store = new LetterBucket(new S3Objects(s3, name, below, new CountingMetrics()));
      return services.ask(() -> with(box(store, root, "bucket"), place, work));
    } catch (StoreRefusedException e) {
      throw new UserException("bucket '" + name + "' cannot be used: " + e.getMessage());
    }
  }

  private Optional<Place> local(String name) {
    return Optional.ofNullable(name).map(each -> Place.local(services.clients(), each));
  }

  private Box box(LetterStore store, String root, String series) {
    LetterSource source =
        discarded == null ? new RowSource(store) : new DiscardedSource(store, root, records());
    ReplayLog log = ReplayLog.read(store, source.root(), series, ids);
    return new Box(source, log, Optional.empty());
  }

  private Optional<ShardRecords> records() {
    boolean known = bucket != null || services.isSaid();
    return known ? Optional.of(new StreamOnDemand(services.clients())) : Optional.empty();
  }

  /** Of dead letters it is known that the app does not have them. */
  private int with(Box box, Optional<Place> place, Work work) {
    if (place.isEmpty() || discarded == null) {
      return work.with(box);
    }
    try (KeptLanes lanes = new KeptLanes(place.get())) {
      GivenUp givenUp = new GivenUp(lanes.log(), new StreamOnDemand(place.get().clients()));
      return work.with(new Box(box.source, box.log, Optional.of(givenUp)));
    }
  }

  /** Names what could not be read; gives the exit code where all else is done. */
  int tell(List<Letters.Broken> broken) {
    PrintWriter err = spec.commandLine().getErr();
    broken.forEach(each -> err.println("sluice: " + each + "; it is left out"));
    err.flush();
    return broken.isEmpty() ? 0 : Main.FAILED;
  }

  NothingToDoException nothing() {
    String kind = discarded == null ? "dead letters" : "batches that a mapping gave up";
    String of = stream == null ? "" : " of '" + stream + "'";
    return new NothingToDoException("there are no " + kind + of + " in " + place());
  }

  private String place() {
    if (services.isDeployed()) {
      return services.where();
    }
    if (bucket != null) {
      return "s3://" + bucket + "/" + (discarded == null ? RowSource.ROOT : discarded);
    }
    return String.valueOf(discarded != null ? discarded : out == null ? "out" : out);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
