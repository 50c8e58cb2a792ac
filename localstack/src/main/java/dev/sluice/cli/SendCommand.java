package dev.sluice.cli;

import dev.sluice.local.run.Sender;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Sends standard input to a stream of a run that serves. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Sends the lines of standard input to a stream, each as soon as it comes.")
final class SendCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "STREAM", description = "The stream, such as sensors.")
  String stream;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where Kinesis is. Default: ${DEFAULT-VALUE}")
  URI endpoint = URI.create("http://localhost:" + Gateway.DEFAULT_PORT);

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (KinesisClient kinesis = new LocalClients(endpoint).kinesis()) {
      Sender sender = new Sender(kinesis, stream, Optional.empty(), count -> {});
      // One call for what is there at once; a line that comes alone is not held back.
      long sent = 0;
      LineReader lines = new LineReader(System.in);
      while (lines.hasNext()) {
        sent = sender.send(lines.whatIsThere().iterator(), sent);
      }
      err.println(sent + " lines sent to " + stream);
      err.flush();
      return sent > 0 ? 0 : Main.NOTHING_TO_DO;
    } catch (ResourceNotFoundException e) {
      throw new UserException("there is no stream '" + stream + "' at " + endpoint);
    } catch (SdkClientException e) {
      throw new UserException(
          "nobody answers at "
              + endpoint
              + "; start './sluice run APP --serve' first ("
              + e.getMessage()
              + ")");
    }
  }
}
