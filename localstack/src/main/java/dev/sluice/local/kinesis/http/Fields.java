package dev.sluice.local.kinesis.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.local.kinesis.KinesisException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The members of a request. A value of the wrong type is refused at once, as AWS does; broken
 * constraints are gathered, and {@link #check()} refuses them together in AWS' words. Until then a
 * required member that is missing reads as an empty value.
 */
final class Fields {

  /** AWS reports no more than ten faults at once. */
  private static final int MAX_FAULTS = 10;

  private static final byte[] NO_BYTES = {};

  private final JsonNode node;
  private final Encoding encoding;
  private final String path;
  private final List<String> faults;

  Fields(JsonNode node, Encoding encoding) {
    this(node, encoding, "", new ArrayList<>());
  }

  private Fields(JsonNode node, Encoding encoding, String path, List<String> faults) {
    this.node = node;
    this.encoding = encoding;
    this.path = path;
    this.faults = faults;
  }

  /**
   * Refuses the request if a constraint was broken.
   *
   * @throws KinesisException {@code ValidationException}
   */
  void check() {
    if (!faults.isEmpty()) {
      throw KinesisException.validation(
          String.format(
              Locale.ROOT,
              "%d validation error%s detected: %s",
              faults.size(),
              faults.size() > 1 ? "s" : "",
              String.join("; ", faults)));
    }
  }

  String text(String name, TextRule rule) {
    return required(name, optionalText(name, rule), "");
  }

  Optional<String> optionalText(String name, TextRule rule) {
    Optional<String> text = value(name, JsonNode::isTextual, "String").map(JsonNode::textValue);
    text.ifPresent(
        value -> {
          String shown = "'" + value + "'";
          if (!rule.matches(value)) {
            fault(shown, name, "satisfy regular expression pattern: " + rule.pattern());
          }
          checkLength(shown, name, value.length(), rule.minLength, rule.maxLength);
        });
    return text;
  }

  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    Optional<String> text = value(name, JsonNode::isTextual, "String").map(JsonNode::textValue);
    E[] constants = type.getEnumConstants();
    Optional<E> chosen =
        text.flatMap(t -> Arrays.stream(constants).filter(c -> c.name().equals(t)).findFirst());
    if (text.isPresent() && chosen.isEmpty()) {
      String set = "satisfy enum value set: " + Arrays.toString(constants);
      fault("'" + text.get() + "'", name, set);
    }
    return chosen;
  }

  <E extends Enum<E>> E requiredChoice(String name, Class<E> type) {
    Optional<E> chosen = choice(name, type);
    if (chosen.isEmpty() && absent(name)) {
      fault("null", name, "not be null");
    }
    return chosen.orElse(null);
  }

  int integer(String name, int min, int max) {
    return required(name, boxed(name, min, max), min);
  }

  OptionalInt optionalInteger(String name, int min, int max) {
    return boxed(name, min, max).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private Optional<Integer> boxed(String name, int min, int max) {
    Optional<Integer> number =
        value(name, JsonNode::isNumber, "Integer")
            .map(n -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, n.asLong())));
    number.ifPresent(
        value -> {
          String shown = "'" + value + "'";
          if (value < min) {
            fault(shown, name, "have value greater than or equal to " + min);
          }
          if (value > max) {
            fault(shown, name, "have value less than or equal to " + max);
          }
        });
    return number;
  }

  byte[] blob(String name) {
    Optional<JsonNode> given = value(name, n -> n.isTextual() || n.isBinary(), "Blob");
    try {
      byte[] bytes = given.isPresent() ? given.get().binaryValue() : null;
      return required(name, Optional.ofNullable(bytes), NO_BYTES);
    } catch (IOException e) {
      throw new KinesisException(
          "SerializationException", "'" + path + name + "' can not be converted to a Blob");
    }
  }

  /** Milliseconds since 1970. */
  Optional<Long> time(String name) {
    return value(name, JsonNode::isNumber, "Timestamp").map(encoding::millis);
  }

  Optional<Fields> structure(String name) {
    return value(name, JsonNode::isObject, "Structure")
        .map(n -> new Fields(n, encoding, path + lower(name) + ".", faults));
  }

  List<Fields> list(String name, int min, int max) {
    Optional<JsonNode> list = value(name, JsonNode::isArray, "List");
    List<Fields> members = new ArrayList<>();
    for (JsonNode member : required(name, list, encoding.emptyList())) {
      if (!member.isObject()) {
        throw new KinesisException(
            "SerializationException", "A member of '" + path + name + "' is not a structure");
      }
      String memberPath = path + lower(name) + "." + (members.size() + 1) + ".member.";
      members.add(new Fields(member, encoding, memberPath, faults));
    }
    list.ifPresent(l -> checkLength("'[" + l.size() + " members]'", name, l.size(), min, max));
    return members;
  }

  private Optional<JsonNode> value(String name, Predicate<JsonNode> fits, String type) {
    if (absent(name)) {
      return Optional.empty();
    }
    JsonNode value = node.get(name);
    if (!fits.test(value)) {
      throw new KinesisException(
          "SerializationException",
          String.format(
              Locale.ROOT,
              "'%s%s' is a %s and can not be converted to a %s",
              path,
              name,
              value.getNodeType(),
              type));
    }
    return Optional.of(value);
  }

  private boolean absent(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull();
  }

  private <T> T required(String name, Optional<T> value, T whenMissing) {
    if (value.isEmpty()) {
      fault("null", name, "not be null");
    }
    return value.orElse(whenMissing);
  }

  private void checkLength(String shown, String name, int length, int min, int max) {
    if (length < min) {
      fault(shown, name, "have length greater than or equal to " + min);
    }
    if (length > max) {
      fault(shown, name, "have length less than or equal to " + max);
    }
  }

  private void fault(String shown, String name, String constraint) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(
          String.format(
              Locale.ROOT,
              "Value %s at '%s%s' failed to satisfy constraint: Member must %s",
              shown,
              path,
              lower(name),
              constraint));
    }
  }

  private static String lower(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
