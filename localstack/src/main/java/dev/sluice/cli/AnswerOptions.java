package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers: in lines for people, or in one document for programs. */
final class AnswerOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--json", description = "A JSON object in place of text, for programs.")
  boolean json;

  /** Answers, in one of both ways. */
  void give(Map<String, Object> fields, Collection<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ValueText.json(fields));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  /** Takes what people read beside the answer: no program finds it before the document. */
  PrintWriter people() {
    return json ? err() : spec.commandLine().getOut();
  }

  /** Takes what goes wrong, and how far something is. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
