package dev.sluice.cli;

import dev.sluice.engine.step.StateReader;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the state of one key. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows the state of a key, as the newest batch left it that is done. A key is written as"
            + " 'state list' shows it. The exit code is 3 where the key has no state.")
final class StateGetCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin StateOptions options;

  @Option(
      names = "--operator",
      required = true,
      paramLabel = "NAME",
      description = "The operator's name, or its id such as updateStateByKey-1.")
  String operator;

  @Option(names = "--key", required = true, paramLabel = "KEY", description = "The key.")
  String key;

  @Override
  public Integer call() {
    return options.read(this::get);
  }

  private int get(StateReader reader) {
    Map<Object, Object> all = reader.all(operator);
    List<Object> found =
        all.keySet().stream().filter(each -> ValueText.of(each).equals(key)).toList();
    if (found.isEmpty()) {
      throw new NothingToDoException(
          "key '"
              + key
              + "' has no state in "
              + operator
              + Nearest.question(key, all.keySet().stream().map(ValueText::of).toList())
                  .map(question -> "; " + question)
                  .orElse(""));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Object each : found) { // several only where different keys have the same text
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("operator", operator);
      line.put("key", each);
      line.put("state", all.get(each));
      out.println(options.answer.json ? ValueText.json(line) : ValueText.of(all.get(each)));
    }
    out.flush();
    return 0;
  }
}
