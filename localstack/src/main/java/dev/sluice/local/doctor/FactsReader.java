package dev.sluice.local.doctor;

import dev.sluice.local.stack.Stack;
import dev.sluice.local.stack.StackClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    try (LambdaClient lambda = clients.lambda()) {
      FunctionReader functions = new FunctionReader(lambda);
      String transform = output(outputs, stackName, "Transform" + NAME);
      List<FunctionFacts> all = new ArrayList<>();
      for (String role : List.of("Transform", "Coordinator", "Bucket")) {
        all.add(
            functions.function(
                role.toLowerCase(Locale.ROOT),
                output(outputs, stackName, role + NAME),
                output(outputs, stackName, role + ALIAS)));
      }
      return new Facts(
          stack,
          functions.mappings(transform, output(outputs, stackName, "Transform" + ALIAS)),
          all,
          stores.table(stack.table()),
          streams,
          stores.bucket(stack.bucket()));
    }
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
