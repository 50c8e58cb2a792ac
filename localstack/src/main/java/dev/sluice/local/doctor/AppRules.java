package dev.sluice.local.doctor;

import dev.sluice.api.session.SessionLogic;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import dev.sluice.ports.SourceKind;
import java.time.Duration;
import java.util.List;

/** What follows from the graph of an app for the streams that it reads. */
final class AppRules {
  private static final String STREAM = ":stream/";

  private AppRules() {}

  static void check(
      Plan app, List<MappingFacts> mappings, List<StoreFacts.Stream> streams, Diagnosis diagnosis) {
    List<String> reads = app.streams(SourceKind.KINESIS);
    List<String> brought = mappings.stream().map(each -> name(each.stream())).toList();
    for (String stream : reads) {
      diagnosis.check(
          brought.contains(stream),
          Finding.breaks(
              "the app reads stream " + stream + ", and no mapping brings it",
              "its records are not read, and results that need them are waited for",
              "deploy with this StreamName or SecondStreamName"));
    }
    for (MappingFacts mapping : mappings) {
      diagnosis.check(
          reads.contains(name(mapping.stream())),
          Finding.breaks(
              "mapping " + mapping.id() + " brings " + mapping.stream(),
              "the app does not read it, and refuses each call (SLUICE-E14)",
              "aws lambda delete-event-source-mapping --uuid " + mapping.id()));
    }
    for (StoreFacts.Stream stream : streams) {
      app.operators().forEach(each -> checkRetention(stream, each, app, diagnosis));
    }
  }

  private static void checkRetention(
      StoreFacts.Stream stream, Operator operator, Plan app, Diagnosis diagnosis) {
    Duration open = open(operator, app);
    diagnosis.check(
        open.compareTo(Duration.ofHours(stream.retentionHours())) <= 0,
        Finding.warns(
            "stream "
                + stream.name()
                + " keeps records for "
                + Duration.ofHours(stream.retentionHours())
                + ", and what comes to '"
                + operator.id()
                + "' counts for "
                + open,
            "where the app begins anew from the stream, results lack records that are gone",
            "deploy with a longer StreamRetentionHours (and EntryLifetime)"));
  }

  /** For how long a record may count for a result that is not final: window, disorder, lateness. */
  private static Duration open(Operator operator, Plan app) {
    Duration disorder =
        operator.clocks().stream()
            .map(each -> app.eventTimes().get(each).outOfOrderness())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    if (operator instanceof Operator.Aggregation it && it.node().windows().isPresent()) {
      var windows = it.node().windows().get();
      return disorder.plus(windows.size()).plus(windows.lateness());
    } else if (operator instanceof Operator.Keyed it
        && it.node().logic() instanceof SessionLogic<?, ?, ?> sessions) {
      return disorder.plus(sessions.windows().lateness());
    }
    return disorder;
  }

  /** Of the ARN of a stream, or of a consumer of one. */
  private static String name(String arn) {
    return arn.substring(arn.indexOf(STREAM) + STREAM.length()).split("/")[0];
  }
}
