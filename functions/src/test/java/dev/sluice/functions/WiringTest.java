package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.api.StreamApp;
import dev.sluice.api.StreamContext;
import dev.sluice.plan.Plan;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
  static Stream<ThrowingCallable> handlers() {
    return Stream.of(TransformFunction::new, CoordinatorFunction::new, BucketFunction::new);
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void handlersSayAtStartWhatTheirEnvironmentLacks(ThrowingCallable handler) {
    assertThatThrownBy(handler)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F03")
        .hasMessageContaining("SLUICE_APP is not set");
  }

  @Test
  void appIsFoundByItsClass() {
    assertThat(Wiring.app(Counts.class.getName())).isInstanceOf(Counts.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.Missing",
        "java.lang.String",
        "dev.sluice.functions.WiringTest$NeedsMore",
        "dev.sluice.functions.WiringTest$Throws"
      })
  void classThatCannotBeTheAppIsRefused(String name) {
    assertThatThrownBy(() -> Wiring.app(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLUICE-F04")
        .hasMessageContaining(name);
  }

  @Test
  void objectsAreNamedForJustTheBroadcastsOfTheApp() {
    Plan plan =
        Plan.of(
            stream -> {
              stream.broadcast("prices", lines -> lines);
              stream.kinesis("lines", Decoder.utf8()).saveAsTextFiles("out");
            },
            Map.of());
    Wiring.requireBroadcasts(plan, Set.of("prices"));
    assertThatThrownBy(() -> Wiring.requireBroadcasts(plan, Set.of()))
        .hasMessageContaining("SLUICE-F07 the app uses broadcasts [prices]")
        .hasMessageContaining("named for []");
    assertThatThrownBy(() -> Wiring.requireBroadcasts(plan, Set.of("prices", "price")))
        .hasMessageContaining("named for [price, prices]");
  }

  /** Without the constructor that it takes. */
  public static final class NeedsMore implements StreamApp {
    public NeedsMore(String what) {
      assertThat(what).isNotNull();
    }

    @Override
    public void define(StreamContext stream) {}
  }

  /** Whose constructor fails. */
  public static final class Throws implements StreamApp {
    public Throws() {
      throw new IllegalStateException("a test");
    }

    @Override
    public void define(StreamContext stream) {}
  }
}
