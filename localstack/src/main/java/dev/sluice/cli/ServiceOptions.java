package dev.sluice.cli;

import dev.sluice.local.services.Clients;
import dev.sluice.local.services.Gateway;
import dev.sluice.local.services.LocalClients;
import dev.sluice.local.stack.ServiceTrouble;
import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;
import dev.sluice.ports.StoreUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says where the services of an app are: a run that serves here, AWS, or an emulator of it. */
final class ServiceOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "The stack with which the app was deployed, with the credentials and the region of this"
              + " machine.")
  String stack;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Where the run is that serves; with --stack, where an emulator of AWS is. Default:"
              + " http://localhost:4566, without --stack")
  URI endpoint;

  /** Whether the app is one that was deployed. */
  boolean isDeployed() {
    return stack != null;
  }

  /** Whether the command line says where they are. */
  boolean isSaid() {
    return stack != null || endpoint != null;
  }

  /** Clients of the services. */
  Clients clients() {
    return isDeployed() ? aws() : new LocalClients(local());
  }

  /**
   * The stack.
   *
   * @param app the app that is meant, null where the stack is to say
   * @throws UserException if it is the stack of another one
   */
  Stack find(String app) {
    Stack found = aws().find(stack);
    if (app != null && !app.equals(found.app())) {
      throw new UserException(
          "stack '" + stack + "' is that of app '" + found.app() + "', not of '" + app + "'");
    }
    return found;
  }

  private StackClients aws() {
    return new StackClients(Optional.ofNullable(endpoint));
  }

  private URI local() {
    return endpoint == null ? Gateway.DEFAULT_ENDPOINT : endpoint;
  }

  /** What is said of the place. */
  String where() {
    return isDeployed() ? "stack '" + stack + "'" : local().toString();
  }

  /** Asks the services; where nobody answers, says what to do about it. */
  <R> R ask(Supplier<R> question) {
    return ask(where(), question);
  }

  /** As {@link #ask(Supplier)}, where a directory says where its services are. */
  <R> R ask(String place, Supplier<R> question) {
    try {
      return question.get();
    } catch (SdkClientException | StoreUnavailableException e) {
      throw isDeployed() || isAnswer(e) ? unanswered(place, e) : nobody(place, spec, e);
    }
  }

  /** As {@link #ask(Supplier)}, of a table and a bucket on AWS that were named. */
  static <R> R askAws(Supplier<R> question) {
    try {
      return question.get();
    } catch (StoreUnavailableException e) {
      throw e.getCause() instanceof SdkClientException sdk
          ? new UserException(ServiceTrouble.reason(sdk))
          : unanswered("AWS", e);
    }
  }

  /** Whether a service did answer, though not with what it was asked for. */
  private static boolean isAnswer(Throwable why) {
    return why instanceof AwsServiceException
        || (why.getCause() != null && isAnswer(why.getCause()));
  }

  private static UserException unanswered(String place, RuntimeException why) {
    String reason = why instanceof SdkException sdk ? ServiceTrouble.reason(sdk) : why.getMessage();
    return new UserException(place + " does not give what it is asked for: " + reason);
  }

  /**
   * What to do where nobody answers.
   *
   * @param command whose options are named that say where the services are
   */
  static UserException nobody(String place, CommandSpec command, RuntimeException why) {
    Set<String> options = command.optionsMap().keySet();
    List<String> known =
        List.of("--endpoint", "--state", "--stack").stream().filter(options::contains).toList();
    return new UserException(
        "nobody answers at "
            + place
            + "; start './sluice run APP --serve' first, or say with "
            + String.join(" or ", known)
            + " where the app is ("
            + why.getMessage()
            + ")");
  }
}
