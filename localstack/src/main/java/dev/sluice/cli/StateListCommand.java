package dev.sluice.cli;

import dev.sluice.engine.step.StateReader;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the operators that keep states, or the keys of one of them. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists the operators that keep a state by key, with what they are and how many keys they"
            + " have; with --operator its keys and their states, a line each.")
final class StateListCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin StateOptions options;

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      description = "The operator whose keys are listed.")
  String operator;

  @Override
  public Integer call() {
    return options.read(operator == null ? this::operators : this::keys);
  }

  private int operators(StateReader reader) {
    if (reader.operators().isEmpty()) {
      throw new NothingToDoException("the app has no operator that keeps a state by key");
    }
    reader
        .operators()
        .forEach(
            (id, kind) -> {
              int keys = reader.all(id).size();
              line(
                  id + "\t" + kind + "\t" + keys + (keys == 1 ? " key" : " keys"),
                  fields("operator", id, "kind", kind, "keys", keys));
            });
    return 0;
  }

  private int keys(StateReader reader) {
    reader
        .all(operator)
        .forEach(
            (key, state) ->
                line(
                    ValueText.of(key) + "\t" + ValueText.of(state),
                    fields("operator", operator, "key", key, "state", state)));
    return 0;
  }

  private void line(String text, Map<String, Object> fields) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(options.answer.json ? ValueText.json(fields) : text);
    out.flush();
  }

  private static Map<String, Object> fields(
      String first, Object one, String second, Object two, String third, Object three) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(first, one);
    fields.put(second, two);
    fields.put(third, three);
    return fields;
  }
}
