package dev.sluice.cli;

import dev.sluice.local.letters.Letter;
import dev.sluice.local.letters.Letters;
import dev.sluice.local.letters.ReplayLog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts letters by batch, stream and error. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Counts letters by batch, stream and error, the newest batch first; with --each it lists"
            + " them one by one, with the ids that show and replay take.")
final class LettersListCommand implements Callable<Integer> {
  /** What is counted together; all letters of a group are in one file. */
  private static final class Group {
    final Letter first;
    long count;
    long sent;
    long unclear;
    long returned;

    Group(Letter first) {
      this.first = first;
    }
  }

  @Spec CommandSpec spec;

  @Mixin LetterOptions options;

  @Option(names = "--each", description = "Lists each letter.")
  boolean each;

  @Override
  public Integer call() {
    return options.read(this::list);
  }

  private int list(LetterOptions.Box box) {
    List<String> names = new ArrayList<>(box.source().names());
    Collections.reverse(names);
    List<Letters.Broken> broken = new ArrayList<>();
    long found = 0;
    Map<List<String>, Group> groups = new LinkedHashMap<>();
    String batch = "";
    for (String name : names) {
      Letters letters = box.source().read(name);
      broken.addAll(letters.broken());
      for (Letter letter : letters.letters()) {
        if (options.wants(letter)) {
          found++;
          if (!letter.batch().equals(batch)) {
            print(groups);
            batch = letter.batch();
          }
          take(letter, box.log(), groups);
        }
      }
    }
    print(groups);
    int code = options.tell(broken);
    if (found == 0 && broken.isEmpty()) {
      throw options.nothing();
    }
    return code;
  }

  private void take(Letter letter, ReplayLog log, Map<List<String>, Group> groups) {
    List<String> key = each ? List.of(letter.id()) : List.of(letter.source(), letter.errorKind());
    Group group = groups.computeIfAbsent(key, id -> new Group(letter));
    group.count++;
    group.sent += log.state(letter) == ReplayLog.State.SENT ? 1 : 0;
    group.unclear += log.state(letter) == ReplayLog.State.UNCLEAR ? 1 : 0;
    group.returned += log.hasReturned(letter) ? 1 : 0;
  }

  private void print(Map<List<String>, Group> groups) {
    PrintWriter out = spec.commandLine().getOut();
    for (Group group : groups.values()) {
      Letter first = group.first;
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("when", first.when());
      fields.put("source", first.source());
      if (each) {
        fields.put("id", first.id());
      } else {
        fields.put("letters", group.count);
      }
      fields.put("replayed", group.sent);
      fields.put("unclear", group.unclear);
      fields.put("returned", group.returned);
      fields.put("error", each ? first.error() : first.errorKind());
      fields.put("batch", first.batch());
      out.println(options.answer.json ? ValueText.json(fields) : text(group));
    }
    out.flush();
    groups.clear();
  }

  private String text(Group group) {
    Letter first = group.first;
    return first.when()
        + "\t"
        + (each ? first.id() : first.source() + "\t" + counted(group.count))
        + "\t"
        + (each ? LetterText.line(first.error()) : first.errorKind())
        + note(group.sent, "replayed")
        + note(group.unclear, "perhaps replayed")
        + note(group.returned, "came back");
  }

  private String note(long count, String what) {
    return count == 0 ? "" : each ? "\t" + what : "\t" + count + " " + what;
  }

  private static String counted(long letters) {
    return letters == 1 ? "1 letter" : letters + " letters";
  }
}
