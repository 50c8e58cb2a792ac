package dev.sluice.cli;

import dev.sluice.cli.project.Project;
import dev.sluice.cli.project.ProjectName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a project of the user's own. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a project of your own: a Maven build, an app with its test, lines to try it on, and"
          + " the template that deploys it. It builds on any machine that has a JDK, as it takes"
          + " along what it needs of the toolkit."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice new clicks",
      "  ./sluice new page-views --package org.acme.views --dir ../views"
    })
final class NewCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description =
          "The app's name, such as page-views: also of its stream, its bucket and its folder.")
  String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "The package of its classes. Default: com.example, and the name")
  String packageName;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to make it; it must be empty or not there. Default: the name")
  Path folder;

  @Override
  public Integer call() throws IOException {
    ProjectName project = name();
    Path to = folder == null ? Path.of(name) : folder;
    try {
      new Project(ToolkitHome.toolkit(), to).make(project);
    } catch (IOException e) {
      throw new UserException(to + " cannot be written: " + FileTrouble.reason(e));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(to + " is there, with the app " + project.packageName() + "." + project.appClass());
    out.println();
    out.println("  cd " + to);
    out.println("  ./mvnw verify                              build and test it");
    out.println("  ./sluice run --input events.txt --out out  run it on a file");
    out.println("  sam deploy --guided                        deploy it on AWS");
    out.println();
    out.println("README.md there says the rest.");
    out.flush();
    return 0;
  }

  private ProjectName name() {
    try {
      return packageName == null ? ProjectName.of(name) : new ProjectName(name, packageName);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
