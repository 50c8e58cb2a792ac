package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.CheckpointDesk;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.ports.ObjectStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the entries of a day keep in objects of their own may be millions. */
class SpilledDayTest {
  private static final int ENTRIES = 1_150;
  private static final int SPILLED_BYTES = 9_000;

  /** All that a lane had spilled in a day was listed, which at some hundred shards took minutes. */
  @Test
  void checkpointIsLookedAtWithoutAListingOfAllThatALaneHasSpilledThatDay() {
    Rig rig = new Rig(1, 1);
    Engine process = rig.process();
    process.coordinator().run();
    String key = "k".repeat(SPILLED_BYTES);
    for (int i = 0; i < ENTRIES; i++) {
      rig.put(key, 1);
      rig.deliverAll(process);
      rig.clock.advance(Duration.ofMillis(50));
    }
    rig.clock.advance(Duration.ofSeconds(2));
    process.coordinator().run();
    assertThat(rig.spills.list("spill/")).hasSizeGreaterThan(ENTRIES - 1);
    int[] listed = {0};
    ObjectStore counted =
        new ForwardingObjects(rig.spills) {
          @Override
          public List<String> list(String prefix) {
            List<String> names = super.list(prefix);
            listed[0] += prefix.startsWith("spill/") ? names.size() : 0;
            return names;
          }
        };
    CheckpointDesk desk =
        new CheckpointDesk(rig.ports(rig.log, counted), rig.settings.entryLifetime());
    assertThat(desk.take(rig.plan)).isPresent();
    assertThat(desk.whole(new StartFrom.Newest())).isPresent();
    assertThat(listed[0]).isBetween(1, ENTRIES / 4);
  }
}
