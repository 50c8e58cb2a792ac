package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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

  @Test
  void aggregateOfAProducerLibraryIsADeadLetterThatSaysSoAndHoldsAllOfIt() throws Exception {
    byte[] packed = aggregate("a,1 and more".getBytes(StandardCharsets.UTF_8));
    world.put(packed, 0);
    world.put("a,2", 1);

    Map<String, String> files = deliver();
    assertThat(files).containsEntry("sums-1001000.csv/part-00000", "a,2\n");
    assertThat(files.get("dead-letter/lines-1001000.csv/part-00000"))
        .contains("SLUICE-D01", "AggregationEnabled=false")
        .doesNotContain("Exception")
        .contains("base64," + Base64.getEncoder().encodeToString(packed));
  }

  @Test
  void emptyAggregateIsOneToo() throws Exception {
    world.put(aggregate(new byte[0]), 0);
    assertThat(deliver().toString()).contains("SLUICE-D01");
  }

  @Test
  void recordThatOnlyBeginsLikeAnAggregateGoesToTheDecoder() throws Exception {
    byte[] other = aggregate("a,1".getBytes(StandardCharsets.UTF_8));
    other[other.length - 1] ^= 1;
    world.put(other, 0);
    world.put(MAGIC, 1);
    assertThat(deliver().toString()).contains("MalformedInput").doesNotContain("SLUICE-D01");
  }
}
