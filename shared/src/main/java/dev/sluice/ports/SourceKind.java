package dev.sluice.ports;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where records come from. Each kind has an implementation of {@link Source} of its own. */
public enum SourceKind {
  /** A Kinesis stream; its id is its name alone. The limit is that of CreateStream. */
  KINESIS(
      "a Kinesis stream",
      "1 to 128 letters, digits, '_', '.', '-'",
      "[a-zA-Z0-9_.-]{1,128}",
      "take the functions or the local run of this toolkit, which serve Kinesis"),

  /** A topic of Kafka. The limit is that of Kafka. */
  KAFKA(
      "a Kafka topic",
      "1 to 249 letters, digits, '_', '.', '-'",
      "[a-zA-Z0-9_.-]{1,249}",
      "put the module sluice-kafka into the jar, and tell the functions the brokers"),

  /** New files below a prefix. S3 takes more in keys; these are the same everywhere. */
  FILES(
      "a prefix of files",
      "a path of letters, digits, '_', '.', '-' with at most 256 characters",
      "(?=.{1,256}$)[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*",
      "say where files arrive: SLUICE_FILES of the functions"),

  /** The stream of changes of a DynamoDB table. The limit is that of CreateTable. */
  DYNAMODB(
      "a DynamoDB table",
      "3 to 255 letters, digits, '_', '.', '-'",
      "[a-zA-Z0-9_.-]{3,255}",
      "take the functions or the local run of this toolkit, which read its stream"),

  /** A source of the user's own. */
  CUSTOM(
      "a source",
      "1 to 128 letters, digits, '_', '.', '-'",
      "[a-zA-Z0-9_.-]{1,128}",
      "give the source to the stream context");

  private final String what;
  private final String rule;
  private final Pattern names;
  private final String toDo;
  private final String prefix;

  SourceKind(String what, String rule, String names, String toDo) {
    this.what = what;
    this.rule = rule;
    this.names = Pattern.compile(names);
    this.toDo = toDo;
    this.prefix = name().equals("KINESIS") ? "" : name().toLowerCase(Locale.ROOT) + SourceId.COLON;
  }

  /** What one of the kind is called: {@code a Kafka topic}. */
  public String what() {
    return what;
  }

  /** What names of the kind are made of, for messages. */
  public String rule() {
    return rule;
  }

  /** What to do where nothing serves the kind, for messages. */
  public String toDo() {
    return toDo;
  }

  /** Whether event source mappings deliver it, from a time on that its owner says. */
  public boolean isDelivered() {
    return this == KINESIS || this == KAFKA;
  }

  /** Whether one of the kind can have a name. */
  public boolean takes(String name) {
    return names.matcher(name).matches();
  }

  /** How ids of the kind begin; nothing for Kinesis. */
  String prefix() {
    return prefix;
  }
}
