package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Pair;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Avro at the source, across a shuffle and at the sink. */
class AvroStreamTest {
  record Click(String page, long millis) {}

  private static final AvroFormat<Click> CLICKS = AvroFormat.of(Click.class);

  private static StreamHarness run() {
    return StreamHarness.of(
            stream ->
                stream
                    .kinesis("clicks", CLICKS.decoder())
                    .mapToPair(
                        click -> Pair.of(click.page(), click), Codecs.string(), CLICKS.codec())
                    .reduceByKey((a, b) -> new Click(a.page(), a.millis() + b.millis()))
                    .map(Pair::value)
                    .saveAsObjectFiles("sums", "avro", CLICKS.codec()))
        .start();
  }

  @Test
  void badRecordIsADeadLetterAndOthersCount() {
    StreamHarness run = run();
    send(run, CLICKS.encode(new Click("/a", 3)));
    send(run, new byte[] {(byte) 0xFF, (byte) 0xFF});
    send(run, CLICKS.encode(new Click("/a", 4)));
    run.restart();
    run.redeliver(1);
    run.finish();

    assertThat(run.objects("sums-1000.avro", CLICKS.codec())).containsExactly(new Click("/a", 7));
    assertThat(run.lines("dead-letter/clicks-1000.csv"))
        .singleElement()
        .asString()
        .contains("SLUICE-D17 the record: the bytes are none of the schema: ")
        .contains(",base64,//8=,");
  }

  private static void send(StreamHarness run, byte[] record) {
    run.send("clicks", Instant.ofEpochMilli(100), "k", record);
  }
}
