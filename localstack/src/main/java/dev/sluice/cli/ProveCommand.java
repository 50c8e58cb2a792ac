package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proves that disturbances change no result. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one stream of generated readings twice, undisturbed and disturbed, and compares all"
          + " outputs byte by byte. In both: 4 shards of which one stays idle and one is split, 4"
          + " buckets, 5 minutes of disorder. Disturbed: batches cut differently, delivered again"
          + " and by two callers at once, answers lost, the coordinator stopped for half of the"
          + " run."
    })
final class ProveCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  long seed = 1;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Readings to send. Default: ${DEFAULT-VALUE}")
  int lines = 20_000;

  @Mixin AnswerOptions answer;

  @Override
  public Integer call() throws Exception {
    if (lines < 1) {
      throw new ParameterException(spec.commandLine(), "--lines takes 1 or more, not " + lines);
    }
    Proof proof = new Proof(seed, lines, problem -> {});
    ProofText text = new ProofText(seed, proof.undisturbed(), proof.disturbed());
    answer.give(text.fields(), text.lines());
    return text.isProof() ? 0 : Main.FAILED;
  }
}
