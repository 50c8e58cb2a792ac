package dev.sluice.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Works out CloudFormation's functions with the defaults of the parameters. What only a deployment
 * knows has a name that stands for it: a resource its logical id, an attribute {@code
 * Id.Attribute}.
 */
final class Values {
  /** What {@code AWS::NoValue} becomes; it takes away the property that has it. */
  private static final Object NOTHING = new Object();

  private static final Pattern PLACE = Pattern.compile("\\$\\{([^!}][^}]*)}");
  private static final Map<String, Object> PSEUDO =
      Map.of(
          "AWS::StackName", "sluice",
          "AWS::Region", "us-east-1",
          "AWS::AccountId", "000000000000",
          "AWS::Partition", "aws",
          "AWS::URLSuffix", "amazonaws.com",
          "AWS::NoValue", NOTHING);

  private final Map<?, ?> template;

  Values(Map<?, ?> template) {
    this.template = template;
  }

  /** A part of the template with everything worked out. */
  Object of(Object value) {
    Object out = work(value);
    return out == NOTHING ? null : out;
  }

  /** Whether a condition of the template holds. */
  boolean holds(String condition) {
    return truth(work(map(template.get("Conditions")).get(condition)));
  }

  static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private Object work(Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(this::work)
          .filter(each -> each != NOTHING)
          .collect(Collectors.toCollection(ArrayList::new));
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String name = String.valueOf(only.getKey());
      if (name.equals("Ref") || name.startsWith("Fn::") || isCondition(name, only.getValue())) {
        return function(name, only.getValue());
      }
    }
    Map<Object, Object> out = new LinkedHashMap<>();
    map.forEach(
        (name, each) -> {
          Object worked = work(each);
          if (worked != NOTHING) {
            out.put(name, worked);
          }
        });
    return out;
  }

  /** {@code {Condition: Name}}, and not a policy's or a resource's. */
  private boolean isCondition(String name, Object argument) {
    return name.equals("Condition")
        && argument instanceof String condition
        && map(template.get("Conditions")).containsKey(condition);
  }

  private Object function(String name, Object argument) {
    return switch (name) {
      case "Ref" -> reference(String.valueOf(argument));
      case "Condition" -> holds(String.valueOf(argument));
      case "Fn::Sub" -> substitute(argument);
      case "Fn::GetAtt" ->
          argument instanceof List<?> parts
              ? parts.stream().map(String::valueOf).collect(Collectors.joining("."))
              : argument;
      case "Fn::If" ->
          work(arguments(argument).get(holds(String.valueOf(arguments(argument).get(0))) ? 1 : 2));
      case "Fn::Equals" -> {
        List<?> two = arguments(argument);
        yield text(work(two.get(0))).equals(text(work(two.get(1))));
      }
      case "Fn::Not" -> !truth(work(arguments(argument).get(0)));
      case "Fn::And" -> arguments(argument).stream().allMatch(each -> truth(work(each)));
      case "Fn::Or" -> arguments(argument).stream().anyMatch(each -> truth(work(each)));
      case "Fn::Join" -> join(arguments(argument));
      case "Fn::FindInMap" -> find(arguments(argument));
      default -> name + " " + argument;
    };
  }

  private Object reference(String name) {
    if (PSEUDO.containsKey(name)) {
      return PSEUDO.get(name);
    }
    Map<?, ?> parameter = map(map(template.get("Parameters")).get(name));
    if (parameter.isEmpty()) {
      return name; // a resource
    }
    Object byDefault = parameter.containsKey("Default") ? parameter.get("Default") : "";
    boolean list = String.valueOf(parameter.get("Type")).equals("CommaDelimitedList");
    return list ? List.of(String.valueOf(byDefault).split(",")) : byDefault;
  }

  private String substitute(Object argument) {
    boolean withNames = argument instanceof List<?>;
    String text = String.valueOf(withNames ? arguments(argument).get(0) : argument);
    Map<?, ?> names = withNames ? map(arguments(argument).get(1)) : Map.of();
    return PLACE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              Object value = names.containsKey(name) ? work(names.get(name)) : reference(name);
              return Matcher.quoteReplacement(text(value));
            })
        .replace("${!", "${");
  }

  private String join(List<?> arguments) {
    Object parts = work(arguments.get(1));
    return parts instanceof List<?> list
        ? list.stream().map(Values::text).collect(Collectors.joining(text(arguments.get(0))))
        : text(parts);
  }

  private Object find(List<?> path) {
    Object at = template.get("Mappings");
    for (Object name : path) {
      at = map(at).get(text(work(name)));
    }
    return at;
  }

  private static List<?> arguments(Object argument) {
    return argument instanceof List<?> list ? list : List.of(argument);
  }

  private static boolean truth(Object value) {
    return Boolean.parseBoolean(text(value));
  }

  private static String text(Object value) {
    return value == NOTHING ? "" : String.valueOf(value);
  }
}
