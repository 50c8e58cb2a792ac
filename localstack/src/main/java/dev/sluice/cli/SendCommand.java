package dev.sluice.cli;

import dev.sluice.local.run.Patience;
import dev.sluice.local.run.Sender;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Sends standard input to a stream of a run that serves. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Sends the lines of standard input to a stream, each as soon as it comes.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./sluice send sensors < sensordata.csv", "  nc -lk 9999 | ./sluice send sensors"})
final class SendCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "STREAM", description = "The stream, such as sensors.")
  String stream;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where Kinesis is. Default: ${DEFAULT-VALUE}")
  URI endpoint = Gateway.DEFAULT_ENDPOINT;

  @Mixin AnswerOptions answer;

  private long sent;

  @Override
  public Integer call() {
    try (KinesisClient kinesis = new LocalClients(endpoint).kinesis()) {
      Sender sender =
          new Sender(
              kinesis,
              stream,
              Optional.empty(),
              count -> sent = count,
              Patience.telling(this::problem));
      // One call for what is there at once; a line that comes alone is not held back.
      LineReader lines = new LineReader(System.in);
      while (lines.hasNext()) {
        sender.send(lines.whatIsThere().iterator(), sent);
      }
      if (answer.json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stream", stream);
        fields.put("sent", sent);
        answer.give(fields, List.of());
      } else {
        answer.err().println(counted(sent) + " sent to " + stream);
        answer.err().flush();
      }
      return sent > 0 ? 0 : Main.NOTHING_TO_DO;
    } catch (ResourceNotFoundException e) {
      throw new UserException(
          "there is no stream '" + stream + "' at " + endpoint + existing() + soFar());
    } catch (KinesisException e) {
      throw new UserException(
          endpoint + " refused: " + e.awsErrorDetails().errorMessage() + soFar());
    } catch (SdkClientException e) {
      String what = ServiceOptions.nobody(endpoint.toString(), spec, e).getMessage();
      throw new UserException(what + soFar());
    }
  }

  private void problem(String what) {
    answer.err().println("sluice: " + what);
    answer.err().flush();
  }

  private String soFar() {
    return sent == 0 ? "" : ". " + counted(sent) + " arrived before; send the rest again";
  }

  private static String counted(long lines) {
    return lines == 1 ? "1 line" : lines + " lines";
  }

  private String existing() {
    try (KinesisClient kinesis = new LocalClients(endpoint).kinesis()) {
      List<String> names = kinesis.listStreams().streamNames();
      return names.isEmpty() ? "" : "; there are " + String.join(", ", names);
    } catch (SdkException e) {
      return "";
    }
  }
}
