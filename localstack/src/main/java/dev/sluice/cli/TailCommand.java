package dev.sluice.cli;

import dev.sluice.local.results.Published;
import dev.sluice.local.results.ResultWatch;
import dev.sluice.local.stack.Stack;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
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

  @Mixin NameOptions name;

  @Mixin ServiceOptions services;

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

  @Mixin JsonLinesOptions answer;

  @Override
  public Integer call() throws InterruptedException {
    if (every.isNegative() || every.isZero()) {
      throw new ParameterException(spec.commandLine(), "--every takes more than no time");
    }
    String app = name.choose(services.isDeployed());
    if (services.isDeployed()) {
      Stack found = services.find(app);
      return follow(found.bucket(), found.outputs());
    }
    try {
      return follow(app, "");
    } catch (NoSuchBucketException e) {
      throw new UserException("there is no app '" + app + "' at " + services.where());
    }
  }

  private int follow(String bucket, String root) throws InterruptedException {
    try (S3Client s3 = services.clients().s3()) {
      return follow(s3, bucket, root);
    }
  }

  private int follow(S3Client s3, String bucket, String root) throws InterruptedException {
    ResultWatch watch = new ResultWatch(s3, bucket, root, sinks);
    if (!fromStart && !once) {
      services.ask(
          () -> {
            watch.skip();
            return null;
          });
    }
    while (true) {
      List<Published> found = services.ask(watch::look);
      found.forEach(this::show);
      if (System.out.checkError()) {
        return Main.FAILED; // nobody reads any more, which main says
      }
      if (once) {
        if (found.isEmpty()) {
          spec.commandLine().getErr().println("nothing is published yet");
        }
        return 0;
      }
      Thread.sleep(every.toMillis());
    }
  }

  private void show(Published published) {
    PrintWriter out = spec.commandLine().getOut();
    if (!answer.json) {
      out.println("== " + published.directory());
    }
    published
        .parts()
        .forEach(
            (name, part) -> {
              Optional<String> text = Published.text(part);
              if (answer.json) {
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
