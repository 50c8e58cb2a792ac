package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class CoordinatorFunctionTest {
  private static final Map<String, Object> SCHEDULED =
      Map.of("source", "aws.events", "detail-type", "Scheduled Event", "detail", Map.of());
  private static final Map<String, Object> WAKE_UP = Map.of();
  private static final int INTERVALS = 30;

  /** A world with an interval's worth of work in each of many intervals. */
  private static World busy() {
    World world = new World(3, 3).started();
    for (int i = 0; i < INTERVALS; i++) {
      world.put("k" + i % 5 + "," + i, i * 1000L);
    }
    world.transform().handleRequest(Events.of(world.shard(), world.records()), null);
    world.clock.set(Instant.ofEpochMilli(World.START_MILLIS + INTERVALS * 1000L));
    return world;
  }

  private static CoordinatorFunction coordinator(World world) {
    return new CoordinatorFunction(world.engine().coordinator());
  }

  @Test
  void scheduledEventAndWakeUpCloseWhatIsComplete() {
    World scheduled = busy();
    World woken = busy();
    assertThat(coordinator(scheduled).handleRequest(SCHEDULED, null)).isEqualTo("done");
    coordinator(woken).handleRequest(WAKE_UP, new Call(100_000));

    assertThat(scheduled.files()).hasSize(INTERVALS).isEqualTo(woken.files());
  }

  @Test
  void whateverBytesWakeItCloseWhatIsComplete() throws IOException {
    World world = busy();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coordinator(world).handleRequest(new ByteArrayInputStream(new byte[0]), out, null);

    assertThat(world.files()).hasSize(INTERVALS);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"done\"");
  }

  @Test
  void secondCoordinatorChangesNothing() {
    World world = busy();
    coordinator(world).handleRequest(WAKE_UP, null);
    SortedMap<String, String> once = world.files();
    coordinator(world).handleRequest(WAKE_UP, null);
    assertThat(world.files()).isEqualTo(once);
  }

  @Test
  void runBeginsNothingWhenItsTimeIsUp() {
    World world = busy();
    coordinator(world).handleRequest(WAKE_UP, new Call(0));
    assertThat(world.files()).isEmpty();
  }

  @Test
  void runsThatEndAnywhereComeToTheSameResults() {
    World smooth = busy();
    coordinator(smooth).handleRequest(WAKE_UP, null);
    for (int looks = 1; looks < 12; looks++) {
      World world = busy();
      // A look goes by for each entry at most, so that every call ends in another place.
      for (int calls = 0; calls < 4; calls++) {
        coordinator(world).handleRequest(WAKE_UP, new Call(looks));
        assertThat(smooth.files()).as("%s looks", looks).containsAllEntriesOf(world.files());
      }
      coordinator(world).handleRequest(WAKE_UP, null);
      assertThat(world.files()).as("%s looks", looks).isEqualTo(smooth.files());
    }
  }

  /** Whoever calls bucket functions for a run has to come back before it is over. */
  @Test
  void callsForARunKnowTheTimeThatItHas() {
    World world = new World(4, 0).started();
    CallTime time = new CallTime();
    List<Long> left = new ArrayList<>();
    world.bucketFunction = (stage, buckets) -> left.add(time.leftMillis());
    new CoordinatorFunction(
            world.engine().coordinator(), () -> {}, FunctionLog.lines(text -> {}), time)
        .handleRequest(WAKE_UP, new Call(100_000));
    assertThat(left).isNotEmpty().containsOnly(50_000L); // 10 s of the minute are kept back
  }

  @Test
  void anotherIntervalIsRefused() {
    World world = busy();
    Duration other = Duration.ofSeconds(2);
    assertThatThrownBy(
            () ->
                new CoordinatorFunction(world.engine(other).coordinator())
                    .handleRequest(WAKE_UP, null))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("SLUICE-E12");
  }

  @Test
  void runThatFailsSaysWhyAndWhatIsThereIsStillTold() {
    World world = busy();
    List<String> said = new ArrayList<>();
    CoordinatorFunction function =
        new CoordinatorFunction(
            world.engine(Duration.ofSeconds(2)).coordinator(),
            () -> said.add("told"),
            FunctionLog.lines(said::add));
    assertThatThrownBy(() -> function.handleRequest(WAKE_UP, null))
        .isInstanceOf(ProtocolException.class);
    assertThat(said).hasSize(2).last().isEqualTo("told");
    assertThat(said.get(0)).startsWith("sluice: a run of the coordinator failed").contains("E12");
  }
}
