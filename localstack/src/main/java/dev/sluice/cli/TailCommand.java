package dev.sluice.cli;

import dev.sluice.local.results.Published;
import dev.sluice.local.results.ResultWatch;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Shows results as they are published. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows results as they are published: each directory once it is complete, until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./sluice tail oil-pumps                      of the run that serves on this machine",
      "  ./sluice tail oil-pumps --sink pressure",
      "  ./sluice tail --stack sluice-clicks --from-start"
    })
final class TailCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "The app's name, as it was run. Default: that of the project in this folder"
              + " (sluice.properties)")
  String app;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "In place of a run here: the stack with which the app was deployed, with the credentials"
              + " and the region of this machine.")
  String stack;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Where the run is that serves; with --stack, where an emulator of AWS is. Default:"
              + " http://localhost:4566, without --stack")
  URI endpoint;

  @Option(
      names = "--sink",
      paramLabel = "PREFIX",
      description = "Only the results of this sink, such as pages or dead-letter; may be repeated.")
  List<String> sinks = new ArrayList<>();

  @Option(names = "--from-start", description = "Also what is there already.")
  boolean fromStart;

  @Option(names = "--once", description = "Shows what is there, and ends.")
  boolean once;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often it looks. A look takes two requests for each sink. Default: 1 s")
  Duration every = Duration.ofSeconds(1);

  @Option(names = "--json", description = "A JSON object for each part, for programs.")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (every.isNegative() || every.isZero()) {
      throw new ParameterException(spec.commandLine(), "--every takes more than no time");
    }
    if (stack != null) {
      StackClients clients = new StackClients(Optional.ofNullable(endpoint));
      Stack found = Stacks.find(clients, stack, app);
      try (S3Client s3 = clients.s3()) {
        return follow(s3, found.bucket(), found.outputs());
      }
    }
    String name = app == null ? ofProject() : app;
    URI at = endpoint == null ? Gateway.DEFAULT_ENDPOINT : endpoint;
    try (S3Client s3 = new LocalClients(at).s3()) {
      return follow(s3, name, "");
    } catch (NoSuchBucketException e) {
      throw new UserException("there is no app '" + name + "' at " + at);
    } catch (SdkClientException e) {
      throw new UserException(
          "nobody answers at "
              + at
              + "; start './sluice run APP --serve' first, or say with --stack where the app is"
              + " deployed ("
              + e.getMessage()
              + ")");
    }
  }

  private String ofProject() {
    return ProjectApp.in(Path.of(""))
        .flatMap(ProjectApp::name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "name the app, as it was run, or give its --stack"));
  }

  private int follow(S3Client s3, String bucket, String root) throws InterruptedException {
    ResultWatch watch =
        new ResultWatch(s3, bucket, root, sink -> sinks.isEmpty() || sinks.contains(sink));
    if (!fromStart && !once) {
      watch.skip();
    }
    while (true) {
      watch.look().forEach(this::show);
      if (once) {
        return 0;
      }
      Thread.sleep(every.toMillis());
    }
  }

  private void show(Published published) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.println("== " + published.directory());
    }
    published
        .parts()
        .forEach(
            (name, part) -> {
              Optional<String> text = Published.text(part);
              if (json) {
                out.println(ValueText.json(fields(published.directory(), name, part, text)));
              } else if (text.isPresent()) {
                out.print(text.get());
              } else {
                out.println(String.format(Locale.ROOT, "(%s: %,d bytes)", name, part.length));
              }
            });
    out.flush();
  }

  private static Map<String, Object> fields(
      String directory, String name, byte[] part, Optional<String> text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("directory", directory);
    fields.put("part", name);
    fields.put("bytes", (long) part.length);
    fields.put("lines", text.map(each -> each.lines().toList()).orElse(null));
    return fields;
  }
}
