package dev.sluice.local.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.flow.DeadLetterRow;
import dev.sluice.memory.MemoryIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourceTest {
  private static final String FILE = "dead-letter/s-2000.csv/part-00000";

  @TempDir Path root;

  private Letters read(String... rows) throws IOException {
    SomeLetters.write(root, FILE, rows);
    return new RowSource(new LetterDirectory(root, new MemoryIds())).read(FILE);
  }

  @Test
  void recordsComeBackWithEverythingThatASendNeeds() throws IOException {
    byte[] bytes = {'a', '\n', (byte) 0xFF};
    Exception reason = new IllegalStateException("a \"bad\" one");
    Letters letters =
        read(
            DeadLetterRow.ofRecord("s/shard-1", "49.3", reason, bytes, "key, 1", 1_234),
            DeadLetterRow.ofRecord(
                "s/shard-1", "50", reason, "ä,\r\n".getBytes(StandardCharsets.UTF_8), "k", 0));
    assertThat(letters.broken()).isEmpty();
    Letter first = letters.letters().get(0);
    assertThat(first.id()).isEqualTo("s/shard-1/49.3");
    assertThat(first.source()).isEqualTo("s");
    assertThat(first.partitionKey()).contains("key, 1");
    assertThat(first.arrived()).contains(Instant.ofEpochMilli(1_234));
    assertThat(first.when()).isEqualTo(Instant.ofEpochMilli(2_000));
    assertThat(first.data()).isEqualTo(bytes);
    assertThat(first.errorKind()).isEqualTo("java.lang.IllegalStateException");
    assertThat(first.obstacle()).isEmpty();
    assertThat(letters.letters().get(1).data()).asString().isEqualTo("ä,\r\n");
  }

  @Test
  void rowsOfEarlierVersionsHaveNoKeyAndTheOneThatSendMakesIsTaken() throws IOException {
    Letter letter = read("s/shard-1,49,java.lang.Exception: x,utf8,\"pump,1\"").letters().get(0);
    assertThat(letter.partitionKey()).isEmpty();
    assertThat(letter.arrived()).isEmpty();
    assertThat(LetterSender.partitionKey(letter)).isEqualTo("pump");
  }

  @Test
  void resultsOfOperatorsAndRecordsOfOtherSourcesCannotBeSent() throws IOException {
    Letters letters =
        read(
            "bucket/1/0,3,java.lang.Exception: x,utf8,v",
            Lanes.bucket(1, 0, 2) + ",4,java.lang.Exception: x,utf8,v",
            "kafka:t/0,5,x,utf8,v,k,1970-01-01T00:00:00Z");
    assertThat(letters.letters()).allMatch(each -> each.obstacle().isPresent());
    assertThat(letters.letters())
        .extracting(Letter::id)
        .containsExactly("s-2000.csv/part-00000/1", "s-2000.csv/part-00000/2", "kafka:t/0/5");
  }

  @Test
  void brokenRowsAreNamedAndTheOthersAreRead() throws IOException {
    Letters letters =
        read(
            "s/0,1,x,utf8,good",
            "s/0,2,x",
            "s/0,3,x,base64,***",
            "s/0,4,x,latin1,v",
            "nowhere,5,x,utf8,v",
            "s/0,abc,x,utf8,v",
            "s/0,6,x,utf8,v,k,yesterday",
            "s/0,7,x,utf8,\"open",
            "s/0,8,x,utf8,good");
    assertThat(letters.letters()).extracting(Letter::position).containsExactly("1", "8");
    assertThat(letters.broken())
        .extracting(Letters.Broken::place)
        .containsExactly(
            FILE + " line 2",
            FILE + " line 3",
            FILE + " line 4",
            FILE + " line 5",
            FILE + " line 6",
            FILE + " line 7",
            FILE + " line 8");
    assertThat(letters.broken()).allMatch(each -> each.why().startsWith("SLUICE-L01 "));
  }

  @Test
  void fileThatIsNoTextIsNamed() throws IOException {
    SomeLetters.write(root, FILE, "");
    Files.write(root.resolve(FILE), new byte[] {(byte) 0xFF});
    assertThat(new RowSource(new LetterDirectory(root, new MemoryIds())).read(FILE).broken())
        .extracting(Letters.Broken::place)
        .containsExactly(FILE);
  }

  @Test
  void filesAreInTheOrderOfTheirBorders() throws IOException {
    for (String name : new String[] {"b-900", "a-10000", "kafka/t-5000"}) {
      SomeLetters.write(root, "dead-letter/" + name + ".csv/part-00000", "");
      SomeLetters.write(root, "dead-letter/" + name + ".csv/_SUCCESS", "");
    }
    SomeLetters.write(root, "out-1.csv/part-00000", "");
    assertThat(new RowSource(new LetterDirectory(root, new MemoryIds())).names())
        .containsExactly(
            "dead-letter/b-900.csv/part-00000",
            "dead-letter/kafka/t-5000.csv/part-00000",
            "dead-letter/a-10000.csv/part-00000");
  }
}
