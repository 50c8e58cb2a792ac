package dev.sluice.cli;

import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.local.letters.Letter;
import dev.sluice.local.letters.LetterSender;
import dev.sluice.local.letters.Letters;
import dev.sluice.local.letters.ReplayLog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all that is known of a letter. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows a letter: where it was, when, why it is one, and its bytes.")
final class LettersShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin LetterOptions options;

  @Parameters(
      paramLabel = "ID",
      description = "As 'list --each' shows it, or the position at its end.")
  String id;

  @Option(names = "--hex", description = "Shows the bytes in hexadecimal also where they are text.")
  boolean hex;

  @Override
  public Integer call() {
    return options.read(this::show);
  }

  /** Whether a letter is meant by an id, or by the end of one. */
  static boolean isMeant(Letter letter, String id) {
    return letter.id().equals(id) || letter.id().endsWith("/" + id);
  }

  private int show(LetterOptions.Box box) {
    List<Letters.Broken> broken = new ArrayList<>();
    long found = 0;
    for (String name : box.source().names()) {
      Letters letters = box.source().read(name);
      broken.addAll(letters.broken());
      for (Letter letter : letters.letters()) {
        if (options.wants(letter) && isMeant(letter, id)) {
          print(letter, box.log(), found++ > 0);
        }
      }
    }
    int code = options.tell(broken);
    if (found == 0) {
      throw new NothingToDoException(
          "there is no letter '" + id + "'; 'dead-letters list --each' shows which there are");
    }
    return code;
  }

  private void print(Letter letter, ReplayLog log, boolean more) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<String> text = hex ? Optional.empty() : LetterText.text(letter);
    String[] errors = letter.error().split(DeadLetterRow.CAUSED_BY);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", letter.id());
    fields.put(letter.isRecord() ? "stream" : "operator", letter.source());
    fields.put("lane", letter.lane());
    fields.put(letter.isRecord() ? "position" : "interval", letter.position());
    fields.put("arrived", letter.arrived().orElse(null));
    fields.put("when", letter.when());
    fields.put("batch", letter.batch());
    fields.put("error", errors[0]);
    fields.put("causes", List.of(errors).subList(1, errors.length));
    fields.put("partitionKey", letter.partitionKey().orElse(null));
    fields.put("replay", replay(letter, log));
    fields.put("bytes", letter.data().length);
    if (options.answer.json) {
      fields.put("data", Base64.getEncoder().encodeToString(letter.data()));
      fields.put("text", text.orElse(null));
      out.println(ValueText.json(fields));
    } else {
      out.print(more ? "\n" : "");
      fields.values().removeIf(Objects::isNull);
      fields.forEach((name, value) -> lines(out, name, value));
      out.println();
      out.println(text.orElseGet(() -> LetterText.hex(letter.data()).stripTrailing()));
    }
    out.flush();
  }

  private static void lines(PrintWriter out, String name, Object value) {
    if (value instanceof List<?> causes) {
      causes.forEach(each -> lines(out, "caused by", each));
    } else {
      out.printf(Locale.ROOT, "%-13s %s%n", name, LetterText.line(String.valueOf(value)));
    }
  }

  private static String replay(Letter letter, ReplayLog log) {
    if (letter.obstacle().isPresent()) {
      return "not possible: " + letter.obstacle().get();
    }
    String back = log.hasReturned(letter) ? "; it came back from an earlier replay" : "";
    String key =
        letter.partitionKey().isPresent()
            ? ""
            : "; its key is not known, '" + LetterSender.partitionKey(letter) + "' is taken";
    return switch (log.state(letter)) {
      case OPEN -> "not yet" + back + key;
      case UNCLEAR -> "perhaps: a replay was stopped while it was sent (SLUICE-L04)";
      case SENT -> "done" + back;
    };
  }
}
