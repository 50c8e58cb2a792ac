package dev.sluice.local.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The template of the repository, with values for its parameters. */
final class DeployedTemplate {
  static final Path FILE = Path.of("").toAbsolutePath().getParent().resolve("template.yaml");
  static final String STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
  static final String TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/Table";
  static final String BUCKET = "arn:aws:s3:::bucket";

  private static final Object NO_VALUE = new Object();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Map<String, String> ACCOUNT =
      Map.of(
          "AWS::Partition", "aws",
          "AWS::Region", "us-east-1",
          "AWS::AccountId", "123456789012",
          "AWS::StackName", "stack",
          "Bucket", "bucket");

  private static final Map<String, String> ATTRIBUTES =
      Map.of("Table.Arn", TABLE, "Bucket.Arn", BUCKET, "Stream.Arn", STREAM);

  private final Map<String, Object> root;
  private final Map<String, Object> parameters = new TreeMap<>();

  /**
   * @param given values of parameters that are to be others than the defaults
   */
  DeployedTemplate(Map<String, String> given) {
    this(FILE, given);
  }

  /**
   * One of the templates that the repository's own one takes in, such as {@code infra/alarms.yaml}.
   */
  static DeployedTemplate nested(String path, Map<String, String> given) {
    return new DeployedTemplate(FILE.getParent().resolve(path), given);
  }

  private DeployedTemplate(Path file, Map<String, String> given) {
    try (var text = Files.newBufferedReader(file)) {
      root = map(TemplateYaml.read(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    map(root.get("Parameters")).forEach((name, of) -> parameters.put(name, map(of).get("Default")));
    parameters.putAll(given);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of(value);
  }

  Collection<String> parameterNames() {
    return parameters.keySet();
  }

  /** The declarations of parameters, by their names. */
  Map<String, Object> declarations() {
    return map(root.get("Parameters"));
  }

  Map<String, Object> mappings(String name) {
    return map(map(root.get("Mappings")).get(name));
  }

  /** The resources of a type that the conditions make, by their names, with all values known. */
  Map<String, Map<String, Object>> resources(String type) {
    Map<String, Map<String, Object>> found = new TreeMap<>();
    map(root.get("Resources"))
        .forEach(
            (name, each) -> {
              Object condition = map(each).get("Condition");
              if (map(each).get("Type").equals(type)
                  && (condition == null || holds(Map.of("Condition", condition)))) {
                found.put(name, map(value(map(each).get("Properties"))));
              }
            });
    return found;
  }

  /** The outputs, with all values known. */
  Map<String, Object> outputs() {
    Map<String, Object> outputs = new TreeMap<>();
    map(root.get("Outputs"))
        .forEach((name, each) -> outputs.put(name, value(map(each).get("Value"))));
    return outputs;
  }

  /** A resource as it is written, with what stands beside its properties. */
  Map<String, Object> written(String name) {
    return map(map(root.get("Resources")).get(name));
  }

  /** What all functions have, with all values known. */
  Map<String, Object> ofAllFunctions() {
    return map(value(map(root.get("Globals")).get("Function")));
  }

  /** The environment of all functions. */
  Map<String, String> environment() {
    Map<String, Object> function = map(map(root.get("Globals")).get("Function"));
    Map<String, String> environment = new TreeMap<>();
    map(value(map(function.get("Environment")).get("Variables")))
        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
    return environment;
  }

  private Object value(Object of) {
    if (of instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.stream().map(this::value).filter(each -> each != NO_VALUE).forEach(values::add);
      return values;
    } else if (!(of instanceof Map<?, ?>)) {
      return of;
    }
    Map<String, Object> map = map(of);
    if (map.size() == 1) {
      Map.Entry<String, Object> only = map.entrySet().iterator().next();
      Optional<Object> answer = function(only.getKey(), only.getValue());
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    Map<String, Object> values = new TreeMap<>();
    map.forEach(
        (name, each) -> {
          Object value = value(each);
          if (value != NO_VALUE) {
            values.put(name, value);
          }
        });
    return values;
  }

  private Optional<Object> function(String name, Object argument) {
    return switch (name) {
      case "Ref" -> Optional.of(reference((String) argument));
      case "Fn::Sub" -> Optional.of(filled((String) argument));
      case "Fn::GetAtt" -> Optional.of(attribute(argument));
      case "Fn::If" -> {
        boolean holds = holds(Map.of("Condition", list(argument).get(0)));
        yield Optional.of(value(list(argument).get(holds ? 1 : 2)));
      }
      case "Fn::Join" -> {
        List<String> parts = new ArrayList<>();
        list(value(list(argument).get(1))).forEach(each -> parts.add(String.valueOf(each)));
        yield Optional.of(String.join((String) list(argument).get(0), parts));
      }
      case "Fn::FindInMap" -> {
        List<?> keys = list(value(argument));
        yield Optional.of(map(mappings((String) keys.get(0)).get(keys.get(1))).get(keys.get(2)));
      }
      case "Fn::Select" -> Optional.of(String.valueOf(value(argument)));
      default -> Optional.empty();
    };
  }

  private Object reference(String name) {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    }
    return parameters.getOrDefault(name, ACCOUNT.getOrDefault(name, name));
  }

  private static String attribute(Object argument) {
    String name =
        argument instanceof List<?> parts ? parts.get(0) + "." + parts.get(1) : (String) argument;
    return ATTRIBUTES.getOrDefault(name, name);
  }

  private String filled(String text) {
    Matcher variables = VARIABLE.matcher(text);
    return variables.replaceAll(
        each -> {
          String name = each.group(1);
          Object value = name.contains(".") ? attribute(name) : reference(name);
          return Matcher.quoteReplacement(String.valueOf(value));
        });
  }

  private boolean holds(Object condition) {
    Map.Entry<String, Object> only = map(condition).entrySet().iterator().next();
    return switch (only.getKey()) {
      case "Condition" -> holds(map(root.get("Conditions")).get(only.getValue()));
      case "Fn::Not" -> !holds(list(only.getValue()).get(0));
      case "Fn::And" -> list(only.getValue()).stream().allMatch(this::holds);
      case "Fn::Or" -> list(only.getValue()).stream().anyMatch(this::holds);
      case "Fn::Equals" -> {
        List<?> both = list(only.getValue());
        yield String.valueOf(value(both.get(0))).equals(String.valueOf(value(both.get(1))));
      }
      default -> throw new AssertionError("what is " + only.getKey() + " in a condition?");
    };
  }
}
