package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamApp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Campaigns that come to an end before all is done. */
@Tag("simulation")
class CampaignEndTest {
  private static final long SEED = 7;

  private static Campaign.Figures run(Subject subject) {
    return new Campaign(seed -> subject, Set.of()).run(SEED, 5, 1, 1, done -> {});
  }

  /** Has rows too many, and is told to stop while a shorter history of that is looked for. */
  private static final class Stopped extends Words {
    final AtomicInteger shorter = new AtomicInteger();

    @Override
    public Optional<Expected> expected(List<Arrived> records, long lastMillis) {
      if (!Thread.currentThread().isDaemon()) { // seeds are tried by daemons
        shorter.incrementAndGet();
        Thread.currentThread().interrupt();
      }
      return Optional.of(new Expected(new TreeMap<>(), new TreeMap<>()));
    }
  }

  @Test
  void failureIsShownThoughItWasToldToStopWhileTheFailureWasMadeShorter() {
    Stopped app = new Stopped();
    Campaign.Figures figures = run(app);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(figures.failures()).hasSize(1);
    assertThat(figures.failures().get(0).seed()).isEqualTo(SEED);
    assertThat(figures.failures().get(0).trace()).isNotEmpty();
    assertThat(figures.failures().get(0).shortest()).isNotEmpty();
    assertThat(app.shorter).as("one shorter one, and that which is shown").hasValue(2);
  }

  /** Cannot be defined any more, by an error that is no exception. */
  private static final class Broken extends Words {
    private final int last;
    private final AtomicInteger defined = new AtomicInteger();

    Broken(int last) {
      this.last = last;
    }

    @Override
    public StreamApp app() {
      StreamApp app = super.app();
      return stream -> {
        if (defined.incrementAndGet() > last) {
          throw new NoClassDefFoundError("com/example/Missing");
        }
        app.define(stream);
      };
    }
  }

  @Test
  void errorOfAnAppIsAFailureOfItsSeed() {
    for (int last = 0; last < 3; last++) {
      Campaign.Figures figures = run(new Broken(last));
      assertThat(figures.failures()).as("defined %s times", last).hasSize(1);
      Campaign.Failure failure = figures.failures().get(0);
      assertThat(failure.seed()).isEqualTo(SEED);
      assertThat(failure.app()).isEqualTo("words");
      assertThat(failure.violations().toString())
          .contains("SLUICE-P01 define() needs a class that is not there: com.example.Missing");
      assertThat(failure.shortest()).isNotEmpty();
    }
  }
}
