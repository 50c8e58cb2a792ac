package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Decoder;
import dev.sluice.api.Pair;
import dev.sluice.api.PairDStream;
import dev.sluice.api.SessionWindows;
import dev.sluice.api.StreamContext;
import dev.sluice.api.Windows;
import dev.sluice.codec.Codecs;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What doctor says of a deployed app whose class it is given. */
class AppRulesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static PairDStream<String, Long> pairs(StreamContext context, String stream) {
    return context
        .kinesis(stream, Decoder.utf8())
        .withEventTime(Instant::parse, HOUR)
        .mapToPair(line -> Pair.of(line, 1L), Codecs.string(), Codecs.int64());
  }

  private static Plan windowed(String stream, Windows windows) {
    return Plan.of(
        context ->
            pairs(context, stream)
                .named("sums")
                .reduceByKeyAndWindow(Long::sum, windows)
                .saveAsTextFiles("sums"),
        Map.of());
  }

  private static List<String> said(Plan app) {
    return Doctor.examine(Healthy.app(), Optional.of(app)).findings().stream()
        .map(each -> each.level() + " " + each.what())
        .toList();
  }

  @Test
  void windowsThatCloseWithinTheRetentionAreAsTheyShouldBe() {
    // 7 days: 1 h of disorder, 6 days and 23 h of windows.
    assertThat(said(windowed("clicks", Windows.tumbling(Duration.ofHours(6 * 24 + 23))))).isEmpty();
  }

  @Test
  void windowsThatAreOpenForLongerThanTheStreamKeepsRecordsWarn() {
    assertThat(said(windowed("clicks", Windows.tumbling(Duration.ofDays(7)))))
        .containsExactly(
            "WARNS stream clicks keeps records for PT168H, and what comes to 'sums' counts for"
                + " PT169H");
    assertThat(said(windowed("clicks", Windows.tumbling(HOUR).withLateness(Duration.ofDays(7)))))
        .singleElement()
        .asString()
        .endsWith("counts for PT170H");
  }

  @Test
  void latenessOfSessionsCountsToo() {
    SessionWindows<Object> sessions =
        SessionWindows.withGap(Duration.ofMinutes(5)).withLateness(Duration.ofDays(8));
    Plan app =
        Plan.of(
            context ->
                pairs(context, "clicks")
                    .named("visits")
                    .reduceByKeyAndWindow(Long::sum, sessions)
                    .saveAsTextFiles("visits"),
            Map.of());
    assertThat(said(app)).singleElement().asString().endsWith("'visits' counts for PT193H");
  }

  @Test
  void streamsThatAreNotThoseOfTheAppBreak() {
    assertThat(said(windowed("views", Windows.tumbling(HOUR))))
        .containsExactly(
            "BREAKS the app reads stream views, and no mapping brings it",
            "BREAKS mapping 1b2c brings arn:aws:kinesis:eu-west-1:123456789012:stream/clicks");
  }
}
