package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.sluice.ports.HashRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedRecordTest {
  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  private final World world = new World().started();

  private static byte[] aggregate(byte[] message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(MAGIC);
    bytes.write(message);
    bytes.write(MessageDigest.getInstance("MD5").digest(message));
    return bytes.toByteArray();
  }

  private Map<String, String> deliver() {
    assertThat(
            Events.failures(
                world.transform().handleRequest(Events.of(world.shard(), world.records()), null)))
        .isEmpty();
    return world.finish();
  }

  /** Records {@code k,1} of partition key {@code any}, by the format's own field numbers. */
  private static byte[] packed(int records) throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(HexFormat.of().parseHex("0a03616e79"));
    for (int i = 0; i < records; i++) {
      message.write(HexFormat.of().parseHex("1a0708001a036b2c31"));
    }
    return aggregate(message.toByteArray());
  }

  @Test
  void recordsOfAnAggregateCountOneByOne() throws Exception {
    stream();
    world.put(packed(3), 0);
    world.put("a,2", 1);
    assertThat(deliver()).containsOnly(Map.entry("sums-1001000.csv/part-00000", "a,2\nk,3\n"));
  }

  @Test
  void answerNamesTheAggregateInWhichTheTimeWasUp() throws Exception {
    stream();
    world.put("a,1", 0);
    world.put(packed(30), 0);
    KinesisEvent event = Events.of(world.shard(), world.records());
    StreamsEventResponse answer = world.transform().handleRequest(event, new Call(0));
    assertThat(Events.failures(answer)).containsExactly(world.records().get(1).sequence());
    assertThat(world.problems).singleElement().asString().contains("time of the call is up");
    assertThat(deliver()).containsOnly(Map.entry("sums-1001000.csv/part-00000", "a,1\nk,30\n"));
  }

  @Test
  void restOfAnAggregateThatExpiredHoldsNothingUp() throws Exception {
    stream();
    world.put(packed(30), 0);
    KinesisEvent event = Events.of(world.shard(), world.records());
    assertThat(Events.failures(world.transform().handleRequest(event, new Call(0)))).hasSize(1);
    world.stream.split(world.shard());
    world.stream.expire(World.START_MILLIS + 1);

    assertThat(world.finish().values()).singleElement().asString().matches("k,[12]?\\d\n");
  }

  @Test
  void restOfAnAggregateThatIsThereIsWaitedFor() throws Exception {
    stream();
    world.put(packed(30), 0);
    KinesisEvent event = Events.of(world.shard(), world.records());
    world.transform().handleRequest(event, new Call(0));
    world.stream.split(world.shard());

    assertThatThrownBy(world::finish).hasMessageContaining("put and not delivered");
    assertThat(deliver().values()).containsExactly("k,30\n");
  }

  /** The aggregates' partition key must be one of the shard that they are put into. */
  private void stream() {
    assertThat(world.stream.hashKeys(Counts.STREAM, world.shard()).contains(HashRange.hash("any")))
        .isTrue();
  }

  @Test
  void damagedAggregateIsADeadLetterThatSaysSoAndHoldsAllOfIt() throws Exception {
    byte[] damaged = aggregate("a,1 and more".getBytes(StandardCharsets.UTF_8));
    world.put(damaged, 0);
    world.put("a,2", 1);

    Map<String, String> files = deliver();
    assertThat(files).containsEntry("sums-1001000.csv/part-00000", "a,2\n");
    assertThat(files.get("dead-letter/lines-1001000.csv/part-00000"))
        .contains("SLUICE-D01")
        .doesNotContain("Exception")
        .contains("base64," + Base64.getEncoder().encodeToString(damaged));
  }

  @Test
  void emptyAggregateIsDamagedToo() throws Exception {
    world.put(aggregate(new byte[0]), 0);
    assertThat(deliver().toString()).contains("SLUICE-D01", "no records");
  }

  @Test
  void recordThatOnlyBeginsLikeAnAggregateGoesToTheDecoder() throws Exception {
    byte[] other = aggregate("a,1".getBytes(StandardCharsets.UTF_8));
    other[other.length - 1] ^= 1;
    world.put(other, 0);
    world.put(MAGIC, 1);
    assertThat(deliver().toString()).contains("not UTF-8").doesNotContain("SLUICE-D01");
  }
}
