package dev.sluice.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.DStream;
import dev.sluice.api.Decoder;
import dev.sluice.testkit.StreamHarness;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Records in, values or dead letters out. */
class DecodersTest {
  record Click(String page, long millis) {}

  private static StreamHarness run(Decoder<?> decoder) {
    return StreamHarness.of(
            stream -> {
              DStream<?> values = stream.kinesis("in", decoder);
              values.saveAsTextFiles("out");
            })
        .start();
  }

  private static void send(StreamHarness run, String... records) {
    for (String record : records) {
      run.send("in", Instant.ofEpochMilli(100), "k", record);
    }
    run.finish();
  }

  @Test
  void jsonThatDoesNotFitIsADeadLetterThatSaysWhy() {
    StreamHarness run = run(Decoder.json(Click.class));
    send(run, "{\"page\":\"/a\",\"millis\":1}", "{\"page\":\"/b\",\"millis\":\"x\"}", "{nonsense");

    assertThat(run.lines("out-1000")).containsExactly("Click[page=/a, millis=1]");
    assertThat(run.lines("dead-letter/in-1000.csv"))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        ",\"SLUICE-D11 field millis: expected a whole number from"
                            + " -9223372036854775808 to 9223372036854775807, found the text 'x'\","
                            + "utf8,\"{\"\"page"),
            second ->
                assertThat(second)
                    .contains(
                        ",SLUICE-D11 the record: what follows is not JSON (line 1 column 3),utf8,{nonsense"));
  }

  @Test
  void rowThatDoesNotFitIsADeadLetterThatSaysWhy() {
    StreamHarness run = run(Decoder.csv(Click.class));
    send(run, "\"/a,b\",1\r\n", "/b,x", "/c");

    assertThat(run.lines("out-1000")).containsExactly("Click[page=/a,b, millis=1]");
    assertThat(run.lines("dead-letter/in-1000.csv"))
        .satisfiesExactly(
            first -> assertThat(first).contains("SLUICE-D12 column 2 (millis): expected"),
            second -> assertThat(second).contains("SLUICE-D12 the row has 1 columns"));
  }

  @Test
  void headerSaysWhichColumnIsWhich() {
    StreamHarness run = run(Decoder.csv(Click.class, "millis;browser;page", ';'));
    send(run, "5;x;/a");

    assertThat(run.lines("out-1000")).containsExactly("Click[page=/a, millis=5]");
  }

  @Test
  void bytesThatAreNoTextAreADeadLetterThatNamesThem() {
    StreamHarness run = run(Decoder.utf8());
    run.send("in", Instant.ofEpochMilli(100), "k", new byte[] {'a', 'b', (byte) 0xC3, 'c'});
    run.send("in", Instant.ofEpochMilli(101), "k", new byte[] {'a', (byte) 0xE2, (byte) 0x82});
    send(run, "ä\r\n");

    assertThat(run.lines("out-1000")).containsExactly("ä");
    assertThat(run.lines("dead-letter/in-1000.csv"))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("SLUICE-D10 the record is not UTF-8: byte 2 is 0xc3")
                    .endsWith("base64,YWLDYw==,k,1970-01-01T00:00:00.100Z"),
            second -> assertThat(second).contains("byte 1 is 0xe282"));
  }
}
