package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketFunctionTest {

  /** As the function reads what Lambda gives it. */
  private static Map<String, Object> event(String json) {
    return EventJson.object(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static void fill(World world) {
    world.started();
    for (int i = 0; i < 60; i++) {
      world.put("key-" + i + "," + i, i * 50L);
    }
    world.transform().handleRequest(Events.of(world.shard(), world.records()), null);
  }

  @Test
  void bucketsThatFunctionsShareGiveWhatTheCoordinatorAloneGives() {
    World alone = new World(4, 4);
    World shared = new World(4, 0);
    fill(alone);
    fill(shared);
    shared.bucketFunction =
        (stage, buckets) -> {
          for (List<Integer> part : List.of(buckets.subList(0, 3), buckets.subList(3, 4))) {
            String json = "{\"stage\":" + stage + ",\"buckets\":" + part + "}";
            new BucketFunction(shared.engine()).handleRequest(event(json), new Call(1000));
          }
        };

    assertThat(shared.finish()).isEqualTo(alone.finish()).hasSizeGreaterThan(8);
  }

  /** Four buckets have borders to come to, and nobody has called them. */
  private static World withWorkForBuckets() {
    World world = new World(4, 0);
    fill(world);
    world.put("late,1", 9000);
    world.transform().handleRequest(Events.of(world.shard(), world.records()), null);
    world.clock.set(Instant.ofEpochMilli(World.START_MILLIS + 9000));
    new CoordinatorFunction(world.engine().coordinator()).handleRequest(Map.of(), null);
    return world;
  }

  @Test
  void functionBeginsNothingWhenItsTimeIsUp() {
    World world = withWorkForBuckets();
    BucketFunction function = new BucketFunction(world.engine());

    function.handleRequest(event("{\"stage\":1,\"buckets\":[0,1,2,3]}"), new Call(0));
    assertThat(world.files()).isEmpty();
    function.handleRequest(event("{\"stage\":1,\"buckets\":[0]}"), new Call(99));
    assertThat(world.files()).isNotEmpty();
    assertThat(world.files().keySet()).allMatch(name -> name.endsWith("part-00000"));
  }

  @Test
  void functionBeginsNothingWhenTheTimeOfItsCallerIsUp() {
    World world = withWorkForBuckets();
    BucketFunction function = new BucketFunction(world.engine());
    String all = "{\"stage\":1,\"buckets\":[0,1,2,3],\"millis\":";

    function.handleRequest(event(all + "0}"), new Call(100_000));
    assertThat(world.files()).isEmpty();
    function.handleRequest(event(all + "1000}"), new Call(100_000));
    assertThat(world.files()).isNotEmpty();
  }

  @Test
  void functionKeepsToItsOwnTimeWhereItsCallerHasMore() {
    World world = withWorkForBuckets();
    new BucketFunction(world.engine())
        .handleRequest(event("{\"stage\":1,\"buckets\":[0,1,2,3],\"millis\":800000}"), new Call(1));
    assertThat(world.files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stage\":1,\"buckets\":[0],\"millis\":\"1\"}",
        "{\"stage\":1,\"buckets\":[0],\"millis\":0.5}",
        "{}",
        "{\"stage\":1}",
        "{\"buckets\":[1]}",
        "{\"stage\":\"1\",\"buckets\":[1]}",
        "{\"stage\":1.5,\"buckets\":[1]}",
        "{\"stage\":1,\"buckets\":1}",
        "{\"stage\":1,\"buckets\":[\"0\"]}",
        "{\"stage\":1,\"buckets\":[null]}",
        "{\"stage\":1,\"buckets\":[0,0.5]}",
        "{\"stage\":1,\"buckets\":[4294967296]}",
        "{\"stage\":1,\"buckets\":[1e300]}",
        "null"
      })
  void eventOfAnotherFormIsRefused(String json) {
    BucketFunction function = new BucketFunction(new World().started().engine());
    assertThatThrownBy(() -> function.handleRequest(event(json), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F02");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stage\":0,\"buckets\":[0]}",
        "{\"stage\":2,\"buckets\":[0]}",
        "{\"stage\":1,\"buckets\":[0,1024]}",
        "{\"stage\":1,\"buckets\":[-1]}"
      })
  void lanesThatTheAppDoesNotHaveAreRefused(String json) {
    BucketFunction function = new BucketFunction(new World(4, 0).started().engine());
    assertThatThrownBy(() -> function.handleRequest(event(json), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-E15")
        .hasMessageContaining("stages 1 to 1");
  }

  /** Whoever calls may know the number of before or of behind a change. */
  @Test
  void bucketsThatAnotherLayoutHasAreLeftOut() {
    BucketFunction function = new BucketFunction(new World(4, 0).started().engine());
    function.handleRequest(event("{\"stage\":1,\"buckets\":[3,4,5]}"), null);
  }

  @Test
  void bytesAreTakenAndGivenAsLambdaDoes() throws IOException {
    BucketFunction function = new BucketFunction(new World(4, 0).started().engine());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] event = "{\"stage\":1,\"buckets\":[3]}".getBytes(StandardCharsets.UTF_8);
    function.handleRequest(new ByteArrayInputStream(event), out, null);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\"done\"");
    assertThatThrownBy(
            () -> function.handleRequest(new ByteArrayInputStream(new byte[0]), out, null))
        .hasMessageContaining("SLUICE-F02");
  }

  @Test
  void noBucketsAreNothingToDo() {
    BucketFunction function = new BucketFunction(new World().started().engine());
    assertThat(function.handleRequest(event("{\"stage\":1,\"buckets\":[]}"), null))
        .isEqualTo("done");
  }

  @Test
  void bucketsThatStandStillAreNamedInTheLog() {
    World world = withWorkForBuckets();
    world.bucketsStandStill = true;
    List<String> lines = new ArrayList<>();
    BucketFunction function =
        new BucketFunction(world.engine(), new JsonLog("counts", world.clock, lines::add));
    assertThatThrownBy(() -> function.handleRequest(event("{\"stage\":1,\"buckets\":[2,3]}"), null))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("\"app\":\"counts\"", "\"buckets\":\"[2, 3]\"", "\"stage\":\"1\"");
  }
}
