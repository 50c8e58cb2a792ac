package dev.sluice.cli;

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
import dev.sluice.local.services.Clients;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** Says where the letters are. */
final class LetterOptions {
  /** Letters, what was noted about sending them again, and who says what became of them. */
  record Box(LetterSource source, ReplayLog log, Optional<GivenUp> givenUp) {}

  /** Something to do with letters. */
  interface Work {
    int with(Box box);
  }

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

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "In place of a directory: the stack with which the app was deployed, with the credentials"
              + " and the region of this machine.")
  String stack;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Where the run is that serves; with --stack, where an emulator of AWS is. Default:"
              + " http://localhost:4566, without --stack")
  URI endpoint;

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

  @Option(names = "--json", description = "Writes JSON in place of text, a line for each thing.")
  boolean json;

  boolean wants(Letter letter) {
    return stream == null || letter.source().equals(stream);
  }

  /** Does something with the letters that are meant; gives what that gives. */
  int read(Work work) {
    if (out != null && (bucket != null || discarded != null)) {
      String other = bucket != null ? "--bucket" : "--discarded";
      throw wrong("give --out or " + other + ", not both");
    }
    if (stack != null && (out != null || bucket != null)) {
      throw wrong("give --stack or " + (out != null ? "--out" : "--bucket") + ", not both");
    }
    if (stack != null && discarded != null && !discarded.isEmpty()) {
      throw wrong(
          "with --stack, --discarded takes no value, as the stack says where they are, but it was"
              + " given '"
              + discarded
              + "'; write it last");
    }
    if (endpoint != null
        && (endpoint.getHost() == null
            || !String.valueOf(endpoint.getScheme()).startsWith("http"))) {
      throw wrong("--endpoint takes a URL such as http://localhost:4566, not '" + endpoint + "'");
    }
    return stack != null ? ofStack(work) : bucket == null ? inDirectory(work) : inBucket(work);
  }

  /** The clients of the place where the letters came from. */
  Clients clients() {
    return stack == null
        ? new LocalClients(local())
        : new StackClients(Optional.ofNullable(endpoint));
  }

  /** What is said of that place. */
  String where() {
    return stack == null ? local().toString() : "stack '" + stack + "'";
  }

  private URI local() {
    return endpoint == null ? Gateway.DEFAULT_ENDPOINT : endpoint;
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
    return with(box(new LetterDirectory(directory), "", "directory"), local(app), work);
  }

  private int inBucket(Work work) {
    String prefix = discarded == null || discarded.isEmpty() ? "" : discarded;
    String root = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return inBucket(bucket, "", root, local(app), work);
  }

  private int ofStack(Work work) {
    Stack found = Stacks.find(new StackClients(Optional.ofNullable(endpoint)), stack, null);
    String root = discarded == null ? found.outputs() : found.givenUp();
    return inBucket(found.bucket(), root, "", Optional.of(Place.of(clients(), found)), work);
  }

  private int inBucket(String name, String below, String root, Optional<Place> place, Work work) {
    try (S3Client s3 = clients().s3()) {
      LetterStore store = new LetterBucket(new S3Objects(s3, name, below, new CountingMetrics()));
      return with(box(store, root, "bucket"), place, work);
    } catch (StoreRefusedException e) {
      throw new UserException("bucket '" + name + "' cannot be used: " + e.getMessage());
    } catch (SdkClientException | StoreUnavailableException e) {
      throw nobody(e);
    }
  }

  UserException nobody(RuntimeException e) {
    return new UserException(
        stack == null
            ? "nobody answers at "
                + local()
                + "; start './sluice run APP --serve' first, or say where with --endpoint or"
                + " --stack ("
                + e.getMessage()
                + ")"
            : "what " + where() + " names does not answer: " + e.getMessage());
  }

  private Optional<Place> local(String name) {
    return Optional.ofNullable(name).map(each -> Place.local(clients(), each));
  }

  private Box box(LetterStore store, String root, String series) {
    LetterSource source =
        discarded == null ? new RowSource(store) : new DiscardedSource(store, root, records());
    return new Box(source, ReplayLog.read(store, source.root(), series), Optional.empty());
  }

  private Optional<ShardRecords> records() {
    boolean known = stack != null || bucket != null || endpoint != null;
    return known ? Optional.of(new StreamOnDemand(clients())) : Optional.empty();
  }

  /** Of dead letters it is known that the app does not have them. */
  private int with(Box box, Optional<Place> place, Work work) {
    if (place.isEmpty() || discarded == null) {
      return work.with(box);
    }
    try (KeptLanes lanes = new KeptLanes(place.get())) {
      GivenUp givenUp = new GivenUp(lanes.ports().log(), new StreamOnDemand(place.get().clients()));
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
    if (stack != null) {
      return where();
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
