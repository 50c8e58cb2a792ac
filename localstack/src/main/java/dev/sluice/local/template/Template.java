package dev.sluice.local.template;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.YAMLException;

/** A SAM template, with the defaults of its parameters. */
public final class Template {
  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String MAPPING = "AWS::Lambda::EventSourceMapping";

  private final Path file;
  private final Values values;
  private final Map<?, ?> resources;
  private final Map<?, ?> globals;

  private Template(Path file, Map<?, ?> content) {
    this.file = file;
    this.values = new Values(content);
    this.resources = Values.map(content.get("Resources"));
    this.globals = Values.map(Values.map(content.get("Globals")).get("Function"));
  }

  /**
   * @throws IllegalArgumentException if there is none, or it is none
   */
  public static Template read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "SLUICE-R02 there is no template "
              + file.toAbsolutePath().normalize()
              + "; name one with --template");
    }
    try (Reader text = Files.newBufferedReader(file)) {
      Map<?, ?> content = Values.map(TemplateYaml.read(text));
      if (!content.containsKey("Resources")) {
        throw new IllegalArgumentException(
            "SLUICE-R02 " + file + " is no template: it has no Resources; see docs of SAM");
      }
      return new Template(file, content);
    } catch (IOException | YAMLException e) {
      throw new IllegalArgumentException(
          "SLUICE-R02 the template " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The function with a handler.
   *
   * @param handlerClass the class that {@code Handler} names
   * @throws IllegalArgumentException if there is none
   */
  public TemplateFunction function(String handlerClass) {
    List<String> handlers = new ArrayList<>();
    for (Map.Entry<?, ?> each : resources.entrySet()) {
      Map<?, ?> resource = Values.map(each.getValue());
      if (isThere(resource, FUNCTION)) {
        String id = String.valueOf(each.getKey());
        Map<?, ?> properties = properties(resource);
        String handler = String.valueOf(properties.get("Handler"));
        if (handler.equals(handlerClass) || handler.startsWith(handlerClass + "::")) {
          return new TemplateFunction(id, properties, mapping(id, properties), directory());
        }
        handlers.add(id + " (" + handler + ")");
      }
    }
    throw new IllegalArgumentException(
        "SLUICE-R02 the template "
            + file
            + " has no function with Handler "
            + handlerClass
            + "; its functions are "
            + (handlers.isEmpty() ? "none" : String.join(", ", handlers)));
  }

  private Path directory() {
    return file.toAbsolutePath().normalize().getParent();
  }

  private boolean isThere(Map<?, ?> resource, String type) {
    Object condition = resource.get("Condition");
    return type.equals(resource.get("Type"))
        && (condition == null || values.holds(String.valueOf(condition)));
  }

  /** A function's own, over those of all. */
  private Map<?, ?> properties(Map<?, ?> resource) {
    return merged(
        Values.map(values.of(globals)), Values.map(values.of(resource.get("Properties"))));
  }

  private static Map<?, ?> merged(Map<?, ?> under, Map<?, ?> over) {
    Map<Object, Object> all = new LinkedHashMap<>(under);
    over.forEach(
        (name, value) -> {
          Object below = all.get(name);
          boolean both = below instanceof Map<?, ?> && value instanceof Map<?, ?>;
          all.put(name, both ? merged(Values.map(below), Values.map(value)) : value);
        });
    return all;
  }

  /** The properties of a function's first event source mapping, whichever way it is written. */
  private Map<?, ?> mapping(String id, Map<?, ?> function) {
    for (Object each : Values.map(function.get("Events")).values()) {
      if ("Kinesis".equals(Values.map(each).get("Type"))) {
        return Values.map(Values.map(each).get("Properties"));
      }
    }
    String name = String.valueOf(function.get("FunctionName"));
    for (Object each : resources.values()) {
      Map<?, ?> resource = Values.map(each);
      if (isThere(resource, MAPPING)) {
        Map<?, ?> properties = Values.map(values.of(resource.get("Properties")));
        String of = String.valueOf(properties.get("FunctionName"));
        if (of.equals(id) || of.startsWith(id + ".") || of.split(":")[0].equals(name)) {
          return properties;
        }
      }
    }
    return Map.of();
  }
}
