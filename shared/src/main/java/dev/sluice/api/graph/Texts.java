package dev.sluice.api.graph;

import dev.sluice.api.Pair;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Values as text, the same whenever it is made, for lines, late outputs and dead letters. */
public final class Texts {
  /** Values in values that are shown one by one; what is deeper may be in itself. */
  private static final int MAX_DEPTH = 4;

  private Texts() {}

  /** As {@link String#valueOf}, but bytes are base64, in a list and in an optional too. */
  public static String of(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Texts::of).toList().toString();
    } else if (value instanceof Optional<?> optional) {
      return optional.map(Texts::of).toString();
    }
    return String.valueOf(value);
  }

  /** A key and a value. */
  public static String of(Object key, Object value) {
    return of(key) + "," + of(value);
  }

  /** A key and a value, as dead letters show them. */
  public static String shown(Object key, Object value) {
    return shown(key) + "," + shown(value);
  }

  /**
   * As {@link #of(Object)}, of exceptions too; where {@code toString} throws, it says so instead.
   * In a list, an optional and a pair that hides none of the others.
   */
  public static String shown(Object value) {
    return shown(value, MAX_DEPTH);
  }

  private static String shown(Object value, int depth) {
    try {
      return String.valueOf((Object) of(value)); // a text may be null
    } catch (StackOverflowError e) {
      return silent(value, e); // a list may be in itself
    } catch (Exception | LinkageError | AssertionError e) {
      return depth == 0 ? silent(value, e) : parts(value, e, depth - 1);
    }
  }

  private static String parts(Object value, Throwable reason, int depth) {
    try {
      if (value instanceof List<?> list) {
        return list.stream().map(each -> shown(each, depth)).toList().toString();
      } else if (value instanceof Optional<?> optional) {
        return optional.map(each -> shown(each, depth)).toString();
      } else if (value instanceof Pair<?, ?> pair) {
        return "(" + shown(pair.key(), depth) + "," + shown(pair.value(), depth) + ")";
      }
      return silent(value, reason);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return silent(value, e);
    }
  }

  private static String silent(Object value, Throwable reason) {
    return value.getClass().getName() + " whose text threw " + reason.getClass().getName();
  }
}
