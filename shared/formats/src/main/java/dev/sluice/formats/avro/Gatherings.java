package dev.sluice.formats.avro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The forms of lists, sets and maps. */
final class Gatherings {
  private Gatherings() {}

  static Form list(Slot element) {
    return new Form(
        "an array",
        value -> Collections.unmodifiableList(read(element, value, new ArrayList<>())),
        value -> write(element, (List<?>) value));
  }

  /** Sets are written in the order of their elements' bytes, so that equal ones have the same. */
  static Form set(Slot element, Schema schema) {
    Binary binary = new Binary(schema);
    return new Form(
        "an array",
        value -> Collections.unmodifiableSet(read(element, value, new LinkedHashSet<>())),
        value -> {
          List<Object> elements = write(element, (Set<?>) value);
          Map<Object, byte[]> bytes = new IdentityHashMap<>();
          elements.forEach(each -> bytes.put(each, binary.encode(each)));
          elements.sort((a, b) -> Arrays.compareUnsigned(bytes.get(a), bytes.get(b)));
          return elements;
        });
  }

  /** Maps are written in the order of their keys, as sets are. */
  static Form map(Slot element) {
    return new Form(
        "a map",
        value -> {
          Map<String, Object> map = new LinkedHashMap<>();
          ((Map<?, ?>) value).forEach((key, each) -> map.put(key.toString(), element.read(each)));
          return Collections.unmodifiableMap(map);
        },
        value -> {
          Map<String, Object> map = new TreeMap<>();
          ((Map<?, ?>) value).forEach((key, each) -> map.put((String) key, element.write(each)));
          return map;
        });
  }

  private static <C extends Collection<Object>> C read(Slot element, Object from, C into) {
    ((Collection<?>) from).forEach(each -> into.add(element.read(each)));
    return into;
  }

  private static List<Object> write(Slot element, Collection<?> from) {
    List<Object> into = new ArrayList<>();
    from.forEach(each -> into.add(element.write(each)));
    return into;
  }
}
