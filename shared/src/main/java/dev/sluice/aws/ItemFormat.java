package dev.sluice.aws;

import dev.sluice.api.Fn;
import dev.sluice.codec.RecordParts;
import dev.sluice.format.FormatException;
import dev.sluice.format.TextType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes items of records: an attribute for each component, by its name. Numbers are N, booleans
 * BOOL, byte[] is B, and String, char, enums, Instant, LocalDate and Duration are S. Null and an
 * empty Optional are left out.
 *
 * @param <R> the type of the records
 */
public final class ItemFormat<R> implements Fn<R, Map<String, AttributeValue>> {
  private final RecordParts<R> parts;
  private final List<TextType> types = new ArrayList<>();

  private ItemFormat(RecordParts<R> parts) {
    this.parts = parts;
    for (RecordParts.Part part : parts.parts()) {
      types.add(type(part).orElseThrow(() -> none(part)));
    }
  }

  /**
   * The format of a record type.
   *
   * @throws IllegalArgumentException SLUICE-D14 if a component has no form in an item
   */
  public static <R extends Record> ItemFormat<R> of(Class<R> type) {
    return new ItemFormat<>(RecordParts.of(type));
  }

  private static Optional<TextType> type(RecordParts.Part part) {
    Type type =
        part.type() instanceof ParameterizedType generic && generic.getRawType() == Optional.class
            ? generic.getActualTypeArguments()[0]
            : part.type();
    return type instanceof Class<?> plain ? TextType.of(plain) : Optional.empty();
  }

  private FormatException none(RecordParts.Part part) {
    return new FormatException(
        "SLUICE-D14",
        "component "
            + part.name()
            + " of "
            + parts.type().getSimpleName()
            + " has no form in an item; make the item in a function of your own");
  }

  @Override
  public Map<String, AttributeValue> apply(R record) {
    Map<String, AttributeValue> item = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      Object value = parts.get(record, i);
      Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (held != null) {
        item.put(parts.parts().get(i).name(), attribute(types.get(i), held));
      }
    }
    return item;
  }

  private static AttributeValue attribute(TextType type, Object value) {
    if (value instanceof byte[] bytes) {
      return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }
    return switch (type.token()) {
      case NUMBER -> AttributeValue.fromN(type.printer().apply(value));
      case BOOLEAN -> AttributeValue.fromBool((Boolean) value);
      case STRING -> AttributeValue.fromS(type.printer().apply(value));
    };
  }
}
