package dev.sluice.simulation;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** The least that can be tried: an app that writes down what comes. */
class Words implements Subject {
  @Override
  public String name() {
    return "words";
  }

  @Override
  public StreamApp app() {
    return stream -> stream.kinesis("words", Decoder.utf8()).saveAsTextFiles("words");
  }

  @Override
  public List<String> streams() {
    return List.of("words");
  }

  @Override
  public byte[] record(Random random, String stream, int number, long stampMillis, Flaws flaws) {
    return ("word " + number).getBytes(StandardCharsets.UTF_8);
  }
}
