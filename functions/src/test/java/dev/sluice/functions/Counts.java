package dev.sluice.functions;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;

/** Sums lines {@code key,value} by key and batch interval. */
public final class Counts implements StreamApp {
  static final String STREAM = "lines";

  @Override
  public void define(StreamContext stream) {
    stream
        .kinesis(STREAM, Decoder.utf8())
        .mapToPair(Counts::parse, Codecs.string(), Codecs.int64())
        .named("sums")
        .reduceByKey(Long::sum)
        .map(pair -> pair.key() + "," + pair.value())
        .saveAsTextFiles("sums", "csv");
  }

  private static Pair<String, Long> parse(String line) {
    String[] fields = line.split(",");
    return Pair.of(fields[0], Long.parseLong(fields[1]));
  }
}
