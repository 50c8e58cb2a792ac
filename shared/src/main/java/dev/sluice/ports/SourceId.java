package dev.sluice.ports;

import java.util.Objects;

/**
 * What a source of an app is known by: in lanes, entries, dead letters and messages. A text names
 * it: {@code orders} is a Kinesis stream, {@code kafka:orders} a topic, {@code files:incoming/a} a
 * prefix, {@code dynamodb:orders} the changes of a table, {@code custom:orders} a source of the
 * user's own. No name has a colon, so two sources never share a text.
 *
 * @param kind where its records come from
 * @param name as that knows it
 */
public record SourceId(SourceKind kind, String name) {
  static final char COLON = ':';

  public SourceId {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** The source that a text names; of an unknown kind none is. */
  public static SourceId parse(String text) {
    if (text.indexOf(COLON) >= 0) {
      for (SourceKind kind : SourceKind.values()) {
        if (kind != SourceKind.KINESIS && text.startsWith(kind.prefix())) {
          return new SourceId(kind, text.substring(kind.prefix().length()));
        }
      }
    }
    return new SourceId(SourceKind.KINESIS, text);
  }

  /** The text that names it. */
  public String text() {
    return kind.prefix() + name;
  }

  /** Whether its kind takes its name. */
  public boolean isValid() {
    return kind.takes(name);
  }

  /** A part of the names of files, where a colon would trouble other systems: {@code kafka/a}. */
  public String path() {
    return text().replace(COLON, '/');
  }

  @Override
  public String toString() {
    return text();
  }
}
