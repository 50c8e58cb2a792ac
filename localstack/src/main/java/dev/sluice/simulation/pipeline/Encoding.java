package dev.sluice.simulation.pipeline;

import dev.sluice.api.Decoder;

/** How readings are written in records where these are no lines that an operator reads. */
enum Encoding {
  CSV {
    @Override
    Decoder<Reading> decoder() {
      return Decoder.csv(Reading.class);
    }
  },
  /** The columns are in another order, and there is one that nobody reads. */
  CSV_BY_HEADER {
    @Override
    Decoder<Reading> decoder() {
      return Decoder.csv(Reading.class, "value;unread;timeMillis;key", ';');
    }

    @Override
    String text(String line) {
      String[] fields = line.split(",");
      return fields[2] + ";\"\";" + fields[1] + ";\"" + fields[0] + "\"";
    }

    @Override
    String line(String text) {
      String[] fields = text.split(";");
      return fields[3].replace("\"", "") + "," + fields[2] + "," + fields[0];
    }
  },
  JSON {
    @Override
    Decoder<Reading> decoder() {
      return Decoder.json(Reading.class);
    }

    @Override
    String text(String line) {
      String[] fields = line.split(",");
      return "{\"timeMillis\":"
          + fields[1]
          + ",\"key\":\""
          + fields[0]
          + "\",\"unread\":[1],\"value\":"
          + fields[2]
          + "}";
    }

    @Override
    String line(String text) {
      return text.replaceAll(
          "\\{\"timeMillis\":(.*),\"key\":\"(.*)\",\"unread\":\\[1],\"value\":(.*)}", "$2,$1,$3");
    }
  };

  /** Decodes records. */
  abstract Decoder<Reading> decoder();

  /** The text of a record with a line. */
  String text(String line) {
    return line;
  }

  /** The line of a record. */
  String line(String text) {
    return text;
  }
}
