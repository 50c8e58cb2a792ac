package dev.sluice.plan;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an operator or a sink has promised to what it stored: a changed graph that has it must have
 * it as it was.
 *
 * @param kind what it is, by the name of its method in the API where there is one
 * @param traits what decides the form of its state, its input and its names, by name
 * @param from the operators and streams whose values it takes
 */
record Part(String kind, SortedMap<String, String> traits, SortedSet<String> from) {
  private static final String OPERATOR = "operator ";
  private static final String SINK = "sink ";
  private static final String STREAM = "stream ";

  /** The kind of sinks that promise nothing: what is printed is printed. */
  static final String PRINT = "print";

  static final String FILES = "files";
  static final String STAGE = "stage";

  /** The shape of a codec that says none: it may be another one, which nobody sees. */
  static final String ANY = "custom";

  /** Into how many partitions the values of a window are cut; earlier versions did not say. */
  static final String PARTITIONS = "partitions";

  static String operator(String id) {
    return OPERATOR + id;
  }

  static String sink(String id) {
    return SINK + id;
  }

  static String stream(String id) {
    return STREAM + id;
  }

  /** The id alone. */
  static String idOf(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }

  /** The id with what it is an id of, for messages. */
  static String quoted(String key) {
    int space = key.indexOf(' ');
    return key.substring(0, space) + " '" + key.substring(space + 1) + "'";
  }

  boolean prints() {
    return kind.equals(PRINT);
  }

  void write(ByteOutput out) {
    out.writeString(kind).writeUnsigned(traits.size());
    traits.forEach((name, value) -> out.writeString(name).writeString(value));
    Blueprint.write(from, out);
  }

  static Part read(ByteInput in) {
    String kind = in.readString();
    SortedMap<String, String> traits = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      traits.put(in.readString(), in.readString());
    }
    return new Part(kind, traits, new TreeSet<>(Blueprint.read(in)));
  }
}
