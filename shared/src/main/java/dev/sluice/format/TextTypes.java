package dev.sluice.format;

import dev.sluice.format.TextType.Token;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The text of each type. */
final class TextTypes {
  /** Arithmetic with more digits takes time that grows with their square. */
  private static final int MAX_NUMBER_CHARS = 1000;

  private TextTypes() {}

  static TextType find(Class<?> type) {
    if (type == byte.class || type == Byte.class) {
      return whole(Byte.MIN_VALUE, Byte.MAX_VALUE, n -> (byte) (long) n);
    } else if (type == short.class || type == Short.class) {
      return whole(Short.MIN_VALUE, Short.MAX_VALUE, n -> (short) (long) n);
    } else if (type == int.class || type == Integer.class) {
      return whole(Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) (long) n);
    } else if (type == long.class || type == Long.class) {
      return whole(Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
    } else if (type == float.class || type == Float.class) {
      return number("a number", text -> floating(text, Float::valueOf));
    } else if (type == double.class || type == Double.class) {
      return number("a number", text -> floating(text, Double::valueOf));
    } else if (type == BigDecimal.class) {
      return number("a number", text -> new BigDecimal(decimal(text)));
    } else if (type == boolean.class || type == Boolean.class) {
      return new TextType(Token.BOOLEAN, "true or false", TextTypes::bool, Object::toString);
    }
    return string(type);
  }

  private static TextType string(Class<?> type) {
    if (type == String.class) {
      return text("a text", text -> text);
    } else if (type == char.class || type == Character.class) {
      return text("one character", TextTypes::character);
    } else if (type == Instant.class) {
      return text("a time such as 2026-01-31T23:59:59.999Z", Instant::parse);
    } else if (type == LocalDate.class) {
      return text("a date such as 2026-01-31", LocalDate::parse);
    } else if (type == Duration.class) {
      return text("a duration such as PT1H30M", Duration::parse);
    } else if (type == byte[].class) {
      return new TextType(
          Token.STRING,
          "bytes in base64",
          text -> Base64.getDecoder().decode(text),
          bytes -> Base64.getEncoder().encodeToString((byte[]) bytes));
    }
    return type.isEnum() ? enumeration(type) : null;
  }

  private static TextType text(String expected, Function<String, Object> reader) {
    return new TextType(Token.STRING, expected, reader, Object::toString);
  }

  private static TextType number(String expected, Function<String, Object> reader) {
    return new TextType(Token.NUMBER, expected, reader, Object::toString);
  }

  private static TextType whole(long least, long most, Function<Long, Object> narrow) {
    return number(
        "a whole number from " + least + " to " + most,
        text -> {
          for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            require(isDigit(text.charAt(i))); // parseLong takes digits of all scripts, and a '+'
          }
          long number = Long.parseLong(text);
          require(number >= least && number <= most);
          return narrow.apply(number);
        });
  }

  /** Java takes more for a number: blanks around it, hexadecimal digits, a 'd' behind it. */
  private static String decimal(String text) {
    require(text.length() <= MAX_NUMBER_CHARS);
    for (int i = 0; i < text.length(); i++) {
      require(isDigit(text.charAt(i)) || "+-.eE".indexOf(text.charAt(i)) >= 0);
    }
    return text;
  }

  private static Number floating(String text, Function<String, ? extends Number> reader) {
    boolean word = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    Number number = reader.apply(word ? text : decimal(text));
    require(word || !Double.isInfinite(number.doubleValue()));
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Object bool(String text) {
    require(text.equals("true") || text.equals("false"));
    return text.equals("true");
  }

  private static Object character(String text) {
    require(text.length() == 1);
    return text.charAt(0);
  }

  private static TextType enumeration(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object each : type.getEnumConstants()) {
      constants.put(((Enum<?>) each).name(), each);
    }
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(each -> ((Enum<?>) each).name())
            .collect(Collectors.joining(", "));
    return new TextType(
        Token.STRING,
        "one of " + names,
        text -> {
          require(constants.containsKey(text));
          return constants.get(text);
        },
        constant -> ((Enum<?>) constant).name());
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
