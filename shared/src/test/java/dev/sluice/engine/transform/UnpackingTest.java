package dev.sluice.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Lanes;
import dev.sluice.engine.packed.Packer;
import dev.sluice.memory.MemoryStream;
import dev.sluice.ports.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackingTest {
  private final MemoryStream stream = new MemoryStream("orders", 1);
  private final Unpacking unpacking = new Unpacking(stream);
  private final List<InRecord> packed =
      List.of(
          new InRecord(
              Position.of("7"),
              0,
              "key",
              new Packer(1)
                  .pack(
                      List.of(
                          new Packer.Input("a", null, new byte[] {1}),
                          new Packer.Input("b", null, new byte[] {2})))));

  @Test
  void packedRecordOfKinesisIsUnpacked() {
    String shard = stream.shards("orders").get(0).id();
    assertThat(unpacking.unpack(Lanes.shard("orders", shard), packed)).hasSize(2);
  }

  @Test
  void whatLooksPackedElsewhereIsARecordLikeAnyOther() {
    assertThat(unpacking.unpack(Lanes.shard("kafka:orders", "3"), packed)).isSameAs(packed);
  }
}
