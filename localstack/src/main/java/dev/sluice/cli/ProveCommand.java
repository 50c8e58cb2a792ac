package dev.sluice.cli;

import dev.sluice.examples.oil.OilPumps;
import dev.sluice.local.run.Isolation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
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
          + " run. With --isolated the packaged functions do the disturbed run in processes of their"
          + " own, which are all killed twice besides, and the undisturbed one takes the same records"
          + " in this process."
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

  @Mixin IsolationOptions isolation;

  @Override
  public Integer call() throws Exception {
    if (lines < 1) {
      throw new ParameterException(spec.commandLine(), "--lines takes 1 or more, not " + lines);
    }
    Optional<Isolation> apart =
        isolation.ofExample(OilPumps.class.getName(), Proof.plan(), quiet());
    ProofText text = apart.isPresent() ? apart(apart.get()) : together();
    answer.give(text.fields(), text.lines());
    return text.isProof() ? 0 : Main.FAILED;
  }

  private ProofText together() throws InterruptedException {
    Proof proof = new Proof(seed, lines, problem -> {});
    return new ProofText(seed, proof.undisturbed(), proof.disturbed());
  }

  private ProofText apart(Isolation isolation) throws InterruptedException, IOException {
    try (ProofApart proof = new ProofApart(new Proof(seed, lines, problem -> {}), isolation)) {
      Proof.Outcome troubled = proof.disturbed(); // the other one takes its records
      return new ProofText(seed, proof.undisturbed(), troubled);
    }
  }

  /** What functions say of their trouble is not of interest. */
  private static PrintWriter quiet() {
    return new PrintWriter(Writer.nullWriter());
  }
}
