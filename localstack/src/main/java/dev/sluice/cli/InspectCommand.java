package dev.sluice.cli;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.local.run.KeptLanes;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the checkpoints of an app, or looks into one. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists the checkpoints of an app; with --checkpoint or --kept the lanes of one, and what it"
            + " costs to restore it; with --verify reads all of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice inspect oil-pumps --state kept",
      "  ./sluice inspect oil-pumps --state kept --checkpoint 17 --verify",
      "  ./sluice inspect --stack sluice-clicks"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin NameOptions name;

  @Mixin KeptOptions kept;

  @Mixin CheckpointOptions checkpoint;

  @Option(
      names = "--verify",
      description = "Reads all that is to be looked at, and says what is wrong with it.")
  boolean verify;

  @Mixin JsonLinesOptions answer;

  @Override
  public Integer call() {
    StartFrom which = checkpoint.choose();
    return kept.open(
        name.choose(kept.knowsName()),
        PlaceOptions.Use.READS,
        (lanes, desk) -> inspect(lanes, desk, which));
  }

  private int inspect(KeptLanes lanes, CheckpointDesk desk, StartFrom which) {
    boolean all = which instanceof StartFrom.Newest;
    List<Long> numbers =
        which instanceof StartFrom.Numbered one
            ? List.of(one.number())
            : all ? desk.numbers() : List.of();
    List<String> names =
        which instanceof StartFrom.Kept one ? List.of(one.name()) : all ? desk.kept() : List.of();
    if (numbers.isEmpty() && names.isEmpty()) {
      throw new NothingToDoException("there are no checkpoints of '" + lanes.app() + "' there");
    }
    List<Looked> looked = new ArrayList<>();
    names.forEach(each -> looked.add(Looked.kept(desk, each)));
    Set<Long> givenUp = desk.givenUp(numbers);
    numbers.forEach(each -> looked.add(Looked.numbered(desk, each, givenUp.contains(each))));
    return looked.stream().mapToInt(each -> show(each, all)).max().orElseThrow();
  }

  /**
   * One checkpoint at the desk.
   *
   * @param called how it is called in messages
   */
  private record Looked(
      String called,
      Supplier<Optional<CheckpointDesk.Summary>> summary,
      Supplier<Optional<String>> fault,
      boolean givenUp) {

    /** Nothing says of which table one was taken that is kept for good. */
    static Looked kept(CheckpointDesk desk, String name) {
      return new Looked(
          "'" + name + "'", () -> desk.keptSummary(name), () -> desk.keptFault(name), false);
    }

    static Looked numbered(CheckpointDesk desk, long number, boolean givenUp) {
      return new Looked("" + number, () -> desk.summary(number), () -> desk.fault(number), givenUp);
    }
  }

  private int show(Looked each, boolean all) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<CheckpointDesk.Summary> summary;
    try {
      summary = each.summary().get();
    } catch (CodecException e) {
      return broken(each.called(), e.getMessage());
    }
    if (summary.isEmpty()) {
      return broken(each.called(), "there is no such checkpoint");
    }
    if (answer.json) {
      Map<String, Object> fields = CheckpointText.fields(summary.get());
      fields.put("givenUp", each.givenUp());
      out.println(ValueText.json(fields));
    } else {
      String passedOver = each.givenUp() ? "\tof a table that was given up: passed over" : "";
      out.println(CheckpointText.line(summary.get()) + passedOver);
    }
    if (!all && !answer.json) {
      summary.get().lanes().forEach(lane -> out.println("  " + CheckpointText.line(lane)));
      out.println("  " + CheckpointText.cost(summary.get()));
    }
    out.flush();
    Optional<String> fault = verify ? each.fault().get() : Optional.empty();
    if (fault.isPresent()) {
      return broken(each.called(), fault.get());
    }
    if (verify && !answer.json) {
      out.println("  it is whole");
      out.flush();
    }
    return 0;
  }

  private int broken(String each, String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("sluice: checkpoint " + each + ": " + why);
    err.flush();
    return Main.FAILED;
  }
}
