package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.flow.DeadLetterRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters that lie in a directory, without anybody to send them to. */
class DeadLettersTest {
  @TempDir Path scratch;

  private Command letters(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--out", scratch));
    return Command.run(all.toArray());
  }

  private void file(String name, String... rows) throws IOException {
    Path file = scratch.resolve("dead-letter").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(rows));
  }

  private static String row(String position, byte[] data) {
    Exception reason =
        new IllegalStateException("cannot parse", new IllegalArgumentException("not a number"));
    return DeadLetterRow.ofRecord("sensors/shard-0", position, reason, data, "pump", 1_500);
  }

  private static String row(String position, String text) {
    return row(position, text.getBytes(StandardCharsets.UTF_8));
  }

  private void some() throws IOException {
    file("sensors-2000.csv/part-00000", row("7", "a,\u001b[31m"), row("8", "one\ntwo"));
    file("sensors-1000.csv/part-00000", row("5", new byte[] {0, (byte) 0xFF}));
    file(
        "sensors-1000.csv/part-00001",
        "sensors/shard-0,6,SLUICE-D02 foreign,utf8,six,k,1970-01-01T00:00:01Z");
    file("sums-1000.csv/part-00000", "bucket/1/0,0,java.lang.Error: x,utf8,result");
  }

  @Test
  void lettersAreCountedByBatchStreamAndErrorTheNewestFirst() throws IOException {
    some();
    Command list = letters("list");
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out().lines())
        .containsExactly(
            "1970-01-01T00:00:02Z\tsensors\t2 letters\tjava.lang.IllegalStateException",
            "1970-01-01T00:00:01Z\tsums\t1 letter\tjava.lang.Error",
            "1970-01-01T00:00:01Z\tsensors\t1 letter\tSLUICE-D02",
            "1970-01-01T00:00:01Z\tsensors\t1 letter\tjava.lang.IllegalStateException");
    assertThat(letters("list", "--stream", "sums", "--json").out())
        .isEqualTo(
            "{\"when\":\"1970-01-01T00:00:01Z\",\"source\":\"sums\",\"letters\":1,\"replayed\":0,"
                + "\"unclear\":0,\"returned\":0,\"error\":\"java.lang.Error\","
                + "\"batch\":\"dead-letter/sums-1000.csv\"}\n");
    assertThat(letters("list", "--each", "--stream", "sensors").out().lines())
        .hasSize(4)
        .first()
        .isEqualTo(
            "1970-01-01T00:00:02Z\tsensors/shard-0/7\tjava.lang.IllegalStateException: cannot parse;"
                + " caused by java.lang.IllegalArgumentException: not a number");
  }

  @Test
  void letterIsShownWithItsCauseAndItsText() throws IOException {
    some();
    Command show = letters("show", "8");
    assertThat(show.code()).as(show.err()).isZero();
    assertThat(show.out().lines())
        .containsExactly(
            "id            sensors/shard-0/8",
            "stream        sensors",
            "lane          sensors/shard-0",
            "position      8",
            "arrived       1970-01-01T00:00:01.500Z",
            "when          1970-01-01T00:00:02Z",
            "batch         dead-letter/sensors-2000.csv",
            "error         java.lang.IllegalStateException: cannot parse",
            "caused by     java.lang.IllegalArgumentException: not a number",
            "partitionKey  pump",
            "replay        not yet",
            "bytes         7",
            "",
            "one",
            "two");
    assertThat(letters("show", "sensors/shard-0/8", "--json").out())
        .contains("\"data\":\"b25lCnR3bw==\",\"text\":\"one\\ntwo\"}");
    assertThat(letters("show", "sums-1000.csv/part-00000/1").out())
        .contains("operator      sums", "replay        not possible: results of an operator")
        .doesNotContain("arrived", "partitionKey");
    assertThat(letters("show", "sums-1000.csv/part-00000/1", "--json").out())
        .contains("\"arrived\":null,", "\"partitionKey\":null,");
  }

  @Test
  void bytesThatAreNoTextOrWouldSteerATerminalAreShownInHexadecimal() throws IOException {
    some();
    assertThat(letters("show", "5").out()).endsWith("\n\n00000000  00 ff\n");
    assertThat(letters("show", "5", "--json").out()).endsWith("\"text\":null}\n");
    assertThat(letters("show", "7").out()).endsWith("\n\n00000000  61 2c 1b 5b 33 31 6d\n");
    assertThat(letters("show", "8", "--hex").out()).contains("6f 6e 65 0a 74 77 6f");
  }

  @Test
  void dryRunSaysWhatWouldBeSentAndNotesNothing() throws IOException {
    some();
    for (int i = 0; i < 2; i++) {
      Command replay = letters("replay", "--dry-run");
      assertThat(replay.code()).as(replay.err()).isZero();
      assertThat(replay.out().lines())
          .containsExactly(
              "3 letters would be sent to sensors",
              "1 letter left: results of an operator, which are no records of a stream",
              "1 letter left: sent by their producer itself (SLUICE-D02); --letter ID sends one all"
                  + " the same");
    }
    assertThat(letters("replay", "--dry-run", "--letter", "6", "--json").out())
        .isEqualTo(
            "{\"dryRun\":true,\"sent\":{\"sensors\":1},\"left\":{},\"refused\":[],\"unclear\":[],\"untold\":[],"
                + "\"broken\":0}\n");
    assertThat(scratch.resolve("dead-letter/.replayed")).doesNotExist();
  }

  @Test
  void letterThatIsNotThereIsNamedAndNothingIsSent() throws IOException {
    some();
    Command one = letters("replay", "--dry-run", "--letter", "7", "--letter", "77");
    assertThat(one.code()).isEqualTo(Main.FAILED);
    assertThat(one.out()).isEmpty();
    assertThat(one.err())
        .isEqualTo(
            "sluice: there is no letter '77', and nothing was sent; 'dead-letters list --each' shows"
                + " which there are\n");
    assertThat(letters("replay", "--dry-run", "--letter", "x", "--letter", "y").err())
        .contains("there is no letter 'x', 'y', and");
    assertThat(letters("replay", "--dry-run", "--stream", "sums", "--letter", "7").err())
        .contains("there is no letter '7' of 'sums'");
  }

  @Test
  void ofALetterThatIsNotThereWhatCannotBeReadIsNamedToo() throws IOException {
    file("sensors-1000.csv/part-00000", row("1", "x"), "what,is,this");
    Command replay = letters("replay", "--dry-run", "--letter", "2");
    assertThat(replay.err()).contains("line 2: SLUICE-L01", "there is no letter '2'");
    assertThat(letters("replay", "--dry-run", "--letter", "1").err()).containsOnlyOnce("L01");
  }

  @Test
  void sendingWhereNobodyListensNotesNothing() throws IOException {
    some();
    Command replay = letters("replay", "--endpoint", "http://localhost:1");
    assertThat(replay.code()).isEqualTo(Main.FAILED);
    assertThat(replay.err()).contains("nobody answers at http://localhost:1", "--serve");
    assertThat(scratch.resolve("dead-letter/.replayed")).doesNotExist();
  }

  @Test
  void letterOfWhichNobodyKnowsWhetherItWasSentIsNamedAndNotSent() throws IOException {
    some();
    file(".replayed/directory-00000000", "begun sensors/shard-0/7");
    Command replay = letters("replay", "--dry-run");
    assertThat(replay.code()).isEqualTo(Main.FAILED);
    assertThat(replay.out()).contains("2 letters would be sent");
    assertThat(replay.err()).contains("SLUICE-L04", "--again --letter sensors/shard-0/7");
    assertThat(letters("show", "7").out()).contains("replay        perhaps");
    assertThat(letters("list").out()).contains("2 letters", "\t1 perhaps replayed");
    assertThat(letters("replay", "--dry-run", "--again", "--letter", "7").out())
        .isEqualTo("1 letter would be sent to sensors\n");
  }

  @Test
  void brokenRowIsNamedAndTheOthersGoOn() throws IOException {
    file("sensors-1000.csv/part-00000", row("1", "x"), "what,is,this", row("2", "y"));
    for (String what : new String[] {"list", "replay"}) {
      Object[] more = what.equals("list") ? new Object[] {what} : new Object[] {what, "--dry-run"};
      Command command = letters(more);
      assertThat(command.code()).isEqualTo(Main.FAILED);
      assertThat(command.out()).contains("2 letters");
      assertThat(command.err())
          .isEqualTo(
              "sluice: dead-letter/sensors-1000.csv/part-00000 line 2: SLUICE-L01 a dead letter has"
                  + " 5 fields, or 7, and this row has 3; it is left out\n");
    }
  }

  @Test
  void whereNothingIsItSaysSo() {
    Command none = letters("list");
    assertThat(none.code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(none.err()).contains("there are no dead letters in " + scratch);
    assertThat(letters("replay", "--dry-run").code()).isEqualTo(Main.NOTHING_TO_DO);
    assertThat(letters("show", "9").err()).contains("no letter '9'", "list --each");
    Command missing = Command.run("dead-letters", "list", "--out", scratch.resolve("no"));
    assertThat(missing.code()).isEqualTo(Main.FAILED);
    assertThat(missing.err()).contains("there is no directory " + scratch.resolve("no"));
    Command failed = Command.run("dead-letters", "list", "--discarded", scratch.resolve("no"));
    assertThat(failed.err()).contains("--discarded takes a directory");
  }

  @Test
  void optionsThatContradictAreRefused() {
    assertThat(letters("list", "--bucket", "b").err()).contains("--out or --bucket, not both");
    assertThat(letters("list", "--discarded", "d").err()).contains("--out or --discarded");
    assertThat(letters("list", "--endpoint", "foo").err())
        .contains("such as http://localhost:4566");
    assertThat(letters("show").err()).contains("ID");
    assertThat(letters("lsit").err()).contains("did you mean list?");
  }
}
