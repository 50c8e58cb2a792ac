package dev.sluice.cli;

import dev.sluice.local.letters.Letter;
import dev.sluice.local.letters.LetterSender;
import dev.sluice.local.letters.LetterSource;
import dev.sluice.local.letters.Letters;
import dev.sluice.local.letters.Replay;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Sends letters again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Sends the bytes of letters into their streams again, oldest first, each letter once. What"
            + " is sent is a new record with a new time of arrival; by event time it may be late:"
            + " windows that have closed stay closed.")
final class LettersReplayCommand implements Callable<Integer> {
  private static final long NANOS_IN_MILLI = 1_000_000;

  @Spec CommandSpec spec;

  @Mixin LetterOptions options;

  @Option(
      names = "--letter",
      paramLabel = "ID",
      description = "Only this letter, as 'list --each' shows it; may be repeated.")
  List<String> ids = new ArrayList<>();

  @Option(names = "--dry-run", description = "Says what would be sent, and sends nothing.")
  boolean dryRun;

  @Option(
      names = "--returned",
      description = "Also letters that are records of an earlier replay: they failed once more.")
  boolean returned;

  @Option(
      names = "--again",
      description =
          "Also letters that were sent before, or perhaps, and those of which nobody can tell whether"
              + " the app has them. Who processed them has them twice.")
  boolean again;

  @Override
  public Integer call() {
    return options.read(this::replay);
  }

  private int replay(LetterOptions.Box box) {
    requireNamed(box.source());
    Replay.Choice choice = new Replay.Choice(this::wants, !ids.isEmpty(), again, returned);
    if (dryRun) {
      return report(
          new Replay(box.source(), box.log(), choice, box.givenUp(), Optional.empty()).run());
    }
    try (KinesisClient kinesis = options.services.clients().kinesisWithoutRetries()) {
      LetterSender sender =
          new LetterSender(kinesis, millis -> LockSupport.parkNanos(millis * NANOS_IN_MILLI));
      return report(
          new Replay(box.source(), box.log(), choice, box.givenUp(), Optional.of(sender)).run());
    } catch (ResourceNotFoundException e) {
      throw new UserException(
          "a stream of the letters is not at "
              + options.services.where()
              + ": "
              + e.awsErrorDetails().errorMessage()
              + "; run the app there, or choose others with --stream");
    } catch (KinesisException e) {
      throw new UserException(
          options.services.where() + " refused: " + e.awsErrorDetails().errorMessage());
    }
  }

  private boolean wants(Letter letter) {
    boolean named = ids.stream().anyMatch(id -> LettersShowCommand.isMeant(letter, id));
    return options.wants(letter) && (ids.isEmpty() || named);
  }

  /** An id that is misspelt is found before anything is sent. */
  private void requireNamed(LetterSource source) {
    Set<String> missing = new LinkedHashSet<>(ids);
    List<Letters.Broken> broken = new ArrayList<>();
    Iterator<String> names =
        ids.isEmpty() ? Collections.emptyIterator() : source.names().iterator();
    while (names.hasNext() && !missing.isEmpty()) {
      Letters letters = source.read(names.next());
      broken.addAll(letters.broken());
      letters.letters().stream()
          .filter(options::wants)
          .forEach(letter -> missing.removeIf(id -> LettersShowCommand.isMeant(letter, id)));
    }
    if (!missing.isEmpty()) {
      options.tell(broken);
      throw new UserException(
          "there is no letter "
              + missing.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "))
              + (options.stream == null ? "" : " of '" + options.stream + "'")
              + ", and nothing was sent; 'dead-letters list --each' shows which there are");
    }
  }

  private int report(Replay.Result result) {
    long sent = result.sent().values().stream().mapToLong(Long::longValue).sum();
    PrintWriter out = spec.commandLine().getOut();
    if (options.answer.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("dryRun", dryRun);
      fields.put("sent", result.sent());
      fields.put("left", result.left());
      fields.put("refused", result.refused());
      fields.put("unclear", result.unclear());
      fields.put("untold", result.untold());
      fields.put("broken", result.broken().size());
      out.println(ValueText.json(fields));
    } else {
      String verb = dryRun ? " would be sent to " : " sent to ";
      result.sent().forEach((stream, count) -> out.println(counted(count) + verb + stream));
      result.left().forEach((why, count) -> out.println(counted(count) + " left: " + why));
    }
    out.flush();
    options.tell(result.broken());
    PrintWriter err = spec.commandLine().getErr();
    result
        .unclear()
        .forEach(
            id ->
                err.println(
                    "sluice: SLUICE-L04 a replay was stopped while it sent "
                        + id
                        + ", which may have arrived; if not, --again --letter "
                        + id
                        + " sends it"));
    result
        .untold()
        .forEach(
            id ->
                err.println(
                    "sluice: SLUICE-L05 nobody can tell any more whether the app has "
                        + id
                        + "; if it does not, --letter "
                        + id
                        + " sends it"));
    if (!result.refused().isEmpty()) {
      err.println(
          "sluice: "
              + counted(result.refused().size())
              + " refused by a stream that is too full; the same command sends the rest");
    }
    err.flush();
    if (result.hasTrouble()) {
      return Main.FAILED;
    } else if (sent == 0 && result.left().isEmpty()) {
      throw options.nothing();
    }
    return sent == 0 ? Main.NOTHING_TO_DO : 0;
  }

  private static String counted(long letters) {
    return letters == 1 ? "1 letter" : letters + " letters";
  }
}
