package dev.sluice.local.template;

import dev.sluice.api.Broadcast;
import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.codec.Codecs;

/** Uses all that makes the functions call something. */
public final class EverythingApp implements StreamApp {
  @Override
  public void define(StreamContext stream) {
    Broadcast<String> unit = stream.broadcast("unit", lines -> lines.get(0));
    var names =
        stream.table(
            "names",
            line -> Pair.of(line, line.toUpperCase(java.util.Locale.ROOT)),
            Codecs.string());
    stream
        .kinesis(DeployedFunctions.STREAM, Decoder.utf8())
        .map(line -> line + unit.value())
        .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
        .reduceByKey(Long::sum)
        .saveAsTextFiles("counts");
    stream
        .kinesis(DeployedFunctions.STREAM, Decoder.utf8())
        .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64())
        .join(names)
        .map(Pair::toString)
        .saveAsTextFiles("named");
    stream.textFileStream("in").saveAsTextFiles("files");
  }
}
