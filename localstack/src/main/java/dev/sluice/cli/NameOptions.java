package dev.sluice.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which app is meant, where its code is not wanted. */
final class NameOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The app's name, as it was run. Default: with --stack as it was deployed, else that of the"
              + " project in this folder (sluice.properties)")
  String app;

  /**
   * The name.
   *
   * @return null where a stack is to say
   */
  String choose(boolean deployed) {
    return app != null || deployed ? app : ofProject();
  }

  private String ofProject() {
    return ProjectApp.in(Path.of(""))
        .map(found -> found.name().orElseGet(() -> AppOptions.nameOf(found.className())))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "name the app, as it was run, or the --stack with which it was deployed"));
  }
}
