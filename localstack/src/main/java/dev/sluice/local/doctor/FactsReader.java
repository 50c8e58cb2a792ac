package dev.sluice.local.doctor;

import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Looks up what a deployed app is made of. Changes nothing. */
public final class FactsReader {
  private static final String NAME = "FunctionName";
  private static final String ALIAS = "AliasArn";

  private FactsReader() {}

  /**
   * Asks the services.
   *
   * @throws IllegalArgumentException SLUICE-A01 if it is no stack of an app
   */
  public static Facts read(StackClients clients, String stackName) {
    Map<String, String> outputs = clients.outputs(stackName);
    Stack stack = Stack.of(stackName, outputs);
    StoreReader stores = new StoreReader(clients);
    List<StoreFacts.Stream> streams = new ArrayList<>();
    for (String output : List.of("StreamName", "SecondStreamName")) {
      if (!outputs.getOrDefault(output, "").isEmpty()) {
        streams.add(stores.stream(outputs.get(output)));
      }
    }
    String coordinator = output(outputs, stackName, "CoordinatorAliasArn");
    Need.Names names =
        new Need.Names(
            prefix(coordinator),
            stack.table(),
            stack.bucket(),
            stack.outputs(),
            stack.spills(),
            streams.stream().map(StoreFacts.Stream::name).toList(),
            called(coordinator),
            called(output(outputs, stackName, "BucketAliasArn")));
    try (LambdaClient lambda = clients.lambda();
        IamClient iam = clients.iam();
        EventBridgeClient events = clients.eventBridge()) {
      RoleReader roleReader = new RoleReader(iam);
      List<RoleFacts> roles = new ArrayList<>();
      FunctionReader functions = new FunctionReader(lambda);
      String transform = output(outputs, stackName, "Transform" + NAME);
      List<FunctionFacts> all = new ArrayList<>();
      for (String role : List.of("Transform", "Coordinator", "Bucket")) {
        String function = role.toLowerCase(Locale.ROOT);
        String alias = output(outputs, stackName, role + ALIAS);
        all.add(functions.function(function, output(outputs, stackName, role + NAME), alias));
        roles.add(
            roleReader.role(
                function,
                functions.role(output(outputs, stackName, role + NAME), alias),
                Need.of(function, names)));
      }
      return new Facts(
          stack,
          functions.mappings(transform, output(outputs, stackName, "Transform" + ALIAS)),
          all,
          stores.table(stack.table()),
          streams,
          stores.bucket(stack.bucket()),
          roles,
          new ScheduleReader(events).of(coordinator, functions.eventAgeSeconds(coordinator)));
    }
  }

  /** {@code arn:aws:lambda:region:account:function:name:alias}: up to the account, any service. */
  private static String prefix(String alias) {
    String[] parts = alias.split(":");
    return parts[0] + ":" + parts[1] + ":%s:" + parts[3] + ":" + parts[4] + ":";
  }

  /** Of such an ARN the name and the alias. */
  private static String called(String alias) {
    String[] parts = alias.split(":");
    return parts[6] + ":" + parts[7];
  }

  private static String output(Map<String, String> outputs, String stack, String name) {
    String value = outputs.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "SLUICE-A01 stack '"
              + stack
              + "' has no output "
              + name
              + ": it was deployed with another template; give one of an app, or add this output");
    }
    return value;
  }
}
