package dev.sluice.cli;

import dev.sluice.aws.S3Objects;
import dev.sluice.local.letters.DiscardedSource;
import dev.sluice.local.letters.Letter;
import dev.sluice.local.letters.LetterBucket;
import dev.sluice.local.letters.LetterDirectory;
import dev.sluice.local.letters.LetterSource;
import dev.sluice.local.letters.LetterStore;
import dev.sluice.local.letters.Letters;
import dev.sluice.local.letters.ReplayLog;
import dev.sluice.local.letters.RowSource;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.memory.CountingMetrics;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** Says where the letters are. */
final class LetterOptions {
  /** Letters, and what was noted about sending them again. */
  record Box(LetterSource source, ReplayLog log) {}

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
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where the run is that serves. Default: ${DEFAULT-VALUE}")
  URI endpoint = URI.create("http://localhost:" + Gateway.DEFAULT_PORT);

  @Option(
      names = "--discarded",
      paramLabel = "DIR|PREFIX",
      description =
          "In place of dead letters: the objects of the mapping's on-failure destination, in a"
              + " directory, or with --bucket below a prefix.")
  String discarded;

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
    if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).startsWith("http")) {
      throw wrong("--endpoint takes a URL such as http://localhost:4566, not '" + endpoint + "'");
    }
    return bucket == null ? inDirectory(work) : inBucket(work);
  }

  private int inDirectory(Work work) {
    Path directory = discarded == null ? out == null ? Path.of("out") : out : Path.of(discarded);
    if (!Files.isDirectory(directory)) {
      throw new UserException(
          "there is no directory "
              + directory.toAbsolutePath()
              + (discarded == null
                  ? "; --out takes the DIR that the app was run with"
                  : "; --discarded takes a directory with the objects, or with --bucket a prefix"));
    }
    return work.with(box(new LetterDirectory(directory), "", "directory"));
  }

  private int inBucket(Work work) {
    try (S3Client s3 = new LocalClients(endpoint).s3()) {
      LetterStore store = new LetterBucket(new S3Objects(s3, bucket, "", new CountingMetrics()));
      String prefix = discarded == null || discarded.isEmpty() ? "" : discarded;
      String root = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
      return work.with(box(store, root, "bucket"));
    } catch (StoreRefusedException e) {
      throw new UserException("bucket '" + bucket + "' cannot be used: " + e.getMessage());
    } catch (SdkClientException | StoreUnavailableException e) {
      throw nobody(e);
    }
  }

  UserException nobody(RuntimeException e) {
    return new UserException(
        "nobody answers at "
            + endpoint
            + "; start './sluice run APP --serve' first, or say where with --endpoint ("
            + e.getMessage()
            + ")");
  }

  private Box box(LetterStore store, String root, String series) {
    LetterSource source =
        discarded == null ? new RowSource(store) : new DiscardedSource(store, root);
    return new Box(source, ReplayLog.read(store, source.root(), series));
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
    if (bucket != null) {
      return "s3://" + bucket + "/" + (discarded == null ? RowSource.ROOT : discarded);
    }
    return String.valueOf(discarded != null ? discarded : out == null ? "out" : out);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
