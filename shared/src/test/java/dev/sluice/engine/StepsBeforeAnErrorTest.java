package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches that pile up before one for which the app's code throws. */
class StepsBeforeAnErrorTest {
  private final Rig rig =
      new Rig(
          stream ->
              stream
                  .kinesis(Rig.STREAM, Decoder.utf8())
                  .map(Reading::parse)
                  .mapToPair(r -> Pair.of(r.key(), r.value()), TestCodecs.STRING, TestCodecs.LONG)
                  .named("sums")
                  .reduceByKey(Math::addExact)
                  .saveAsTextFiles("sums"),
          1,
          1);

  private void batch(Engine process, long... values) {
    for (long value : values) {
      rig.put("k", value);
      rig.deliverAll(process);
    }
    rig.clock.advance(Duration.ofSeconds(1));
  }

  @Test
  void theyArePublishedThoughTheCoordinatorMetAllOfThemTogether() {
    Engine process = rig.process();
    process.coordinator().run();
    batch(process, 1);
    batch(process, 2);
    batch(process, Long.MAX_VALUE, 1);
    rig.clock.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(process.coordinator()::run).hasMessageStartingWith("SLUICE-E24");
      assertThat(List.copyOf(rig.outputs.list("sums")))
          .filteredOn(name -> name.endsWith("_SUCCESS"))
          .hasSize(2);
    }
  }
}
