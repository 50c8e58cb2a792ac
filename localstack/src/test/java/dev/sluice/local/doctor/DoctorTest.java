package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final MappingFacts MAPPING = Healthy.mapping();

  @Test
  void anAppAsTheTemplateDeploysItIsHealthy() {
    Diagnosis diagnosis = Doctor.examine(Healthy.app(), Optional.empty());
    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.isBroken()).isFalse();
    assertThat(diagnosis.checks()).isGreaterThan(40);
  }

  @Test
  void whatAMappingMustNotDoBreaks() {
    breaks(mapping(it -> it.factor = 10), "has parallelization factor 10");
    breaks(mapping(it -> it.responses = List.of()), "does not report batch item failures");
    breaks(mapping(it -> it.position = "LATEST"), "began at LATEST");
    breaks(mapping(it -> it.from = Optional.of(Instant.EPOCH)), "began at 1970-01-01T00:00:00Z");
    breaks(mapping(it -> it.maxRetries = 3), "gives up after 3 retries");
    breaks(mapping(it -> it.maxAge = 3600), "gives up after 3600 s");
    breaks(mapping(it -> it.filters = 1), "filters records");
    breaks(mapping(it -> it.tumbling = 60), "tumbling windows");
    breaks(mapping(it -> it.state = "Disabled"), "is Disabled");
    breaks(with(List.of()), "no event source mapping");
  }

  @Test
  void whatAMappingShouldDoWarns() {
    warns(mapping(it -> it.bisects = false), "does not halve batches");
    warns(mapping(it -> it.onFailure = Optional.empty()), "keeps what it gives up in no place");
    warns(
        mapping(it -> it.onFailure = Optional.of("arn:aws:sqs:eu-west-1:1:queue")),
        "keeps what it gives up in arn:aws:sqs");
    warns(mapping(it -> it.target = Healthy.ALIAS.replace(":live", "")), "which is no alias");
    warns(mapping(it -> it.target = Healthy.ALIAS.replace("live", "$LATEST")), "which is no alias");
    warns(with(List.of(MAPPING, MAPPING)), "read the same stream");
  }

  @Test
  void functionsThatAreNoPartsOfOneAppBreak() {
    breaks(
        function("coordinator", it -> it.put("SLUICE_BUCKETS", "2")),
        "the transform and the coordinator function are told different SLUICE_BUCKETS");
    breaks(
        function("bucket", it -> it.put("SLUICE_TABLE", "other")),
        "the transform and the bucket function are told different SLUICE_TABLE");
    breaks(function("bucket", it -> it.put("SLUICE_INTERVALL", "PT1S")), "refuses its environment");
    breaks(function("bucket", it -> it.remove("SLUICE_APP")), "refuses its environment");
  }

  @Test
  void functionsThatDoNotRunBreak() {
    FunctionFacts it = Healthy.function("coordinator");
    breaks(
        with(
            new FunctionFacts(
                it.role(),
                it.name(),
                it.version(),
                "Active",
                it.codeDigest(),
                it.variables(),
                Optional.of(0),
                0)),
        "has a reserved concurrency of 0");
    breaks(
        with(
            new FunctionFacts(
                it.role(),
                it.name(),
                it.version(),
                "Failed",
                it.codeDigest(),
                it.variables(),
                Optional.of(2),
                0)),
        "is Failed");
  }

  /** As one with SnapStart, or in a network, that nobody has called for weeks. */
  @Test
  void functionThatIsInactiveIsSound() {
    FunctionFacts it = Healthy.function("bucket");
    Facts facts =
        with(
            new FunctionFacts(
                it.role(),
                it.name(),
                it.version(),
                "Inactive",
                it.codeDigest(),
                it.variables(),
                it.reserved(),
                it.asynchronousRetries()));
    assertThat(Doctor.examine(facts, Optional.empty()).findings()).isEmpty();
  }

  @Test
  void appThatReadsKafkaIsSoundWithoutAMappingOfKinesis() {
    Facts it = Healthy.app();
    List<FunctionFacts> functions = new ArrayList<>();
    for (FunctionFacts each : it.functions()) {
      Map<String, String> variables = new TreeMap<>(each.variables());
      variables.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "b-1:9098");
      functions.add(
          new FunctionFacts(
              each.role(),
              each.name(),
              each.version(),
              each.state(),
              each.codeDigest(),
              variables,
              each.reserved(),
              each.asynchronousRetries()));
    }
    Facts facts =
        new Facts(
            it.stack(),
            List.of(),
            functions,
            it.table(),
            it.streams(),
            it.bucket(),
            it.roles(),
            it.schedule());
    assertThat(Doctor.examine(facts, Optional.empty()).findings()).isEmpty();
  }

  @Test
  void functionsThatAreCalledOtherwiseWarn() {
    FunctionFacts it = Healthy.function("coordinator");
    warns(
        with(
            new FunctionFacts(
                it.role(),
                it.name(),
                "$LATEST",
                "Active",
                it.codeDigest(),
                it.variables(),
                Optional.empty(),
                0)),
        "is called as $LATEST");
    warns(
        with(
            new FunctionFacts(
                it.role(), it.name(), "3", "Active", "new", it.variables(), Optional.empty(), 0)),
        "have different code");
    warns(
        with(
            new FunctionFacts(
                it.role(),
                it.name(),
                "3",
                "Active",
                it.codeDigest(),
                it.variables(),
                Optional.empty(),
                2)),
        "wake-ups of the coordinator are repeated 2 times");
  }

  @Test
  void aTableThatCannotHoldLanesBreaks() {
    breaks(
        table("ACTIVE", Map.of("HASH pk", "S", "RANGE sk", "S"), "ttl", true),
        "has keys {HASH pk=S, RANGE sk=S}");
    breaks(table("DELETING", Healthy.table().keys(), "ttl", true), "is DELETING");
    breaks(table("ACTIVE", Healthy.table().keys(), "sk", true), "removes items by attribute sk");
    warns(table("ACTIVE", Healthy.table().keys(), null, true), "lets no items expire");
    warns(table("ACTIVE", Healthy.table().keys(), "ttl", false), "restored to a point in time");
  }

  @Test
  void aStreamThatKeepsRecordsForTooLongOrTooShortIsNamed() {
    breaks(stream("ACTIVE", 169), "keeps records for PT169H, and entries live for PT336H");
    breaks(stream("DELETING", 168), "is DELETING");
    warns(stream("ACTIVE", 24), "keeps records for a day");
  }

  @Test
  void objectsThatGoBeforeTheirEntriesBreak() {
    breaks(bucket("spills/", 30), "removes what begins with 'spills/'");
    breaks(bucket("", 400), "removes what begins with ''");
    breaks(bucket("spills/spill/", 13), "after 13 days, and entries live for PT336H");
    breaks(bucket("spills/ke", 400), "removes what begins with 'spills/ke'");
    warns(bucket("outputs/totals", 400), "removes what begins with 'outputs/totals'");
    Facts open = Healthy.app();
    warns(
        new Facts(
            open.stack(),
            open.mappings(),
            open.functions(),
            open.table(),
            open.streams(),
            new StoreFacts.Bucket(Healthy.BUCKET, false, List.of()),
            open.roles(),
            open.schedule()),
        "does not block public access");
  }

  @Test
  void rulesForOtherObjectsAreNobodysBusiness() {
    assertThat(Doctor.examine(bucket("reports/", 1), Optional.empty()).findings()).isEmpty();
    assertThat(Doctor.examine(bucket("spills/spill/", 14), Optional.empty()).findings()).isEmpty();
  }

  @Test
  void theWorstComesFirst() {
    Facts facts =
        mapping(
            it -> {
              it.bisects = false;
              it.factor = 2;
            });
    assertThat(Doctor.examine(facts, Optional.empty()).findings())
        .extracting(Finding::level)
        .containsExactly(Finding.Level.BREAKS, Finding.Level.WARNS);
  }

  private static void breaks(Facts facts, String what) {
    Diagnosis diagnosis = Doctor.examine(facts, Optional.empty());
    assertThat(diagnosis.isBroken()).as(what).isTrue();
    assertThat(diagnosis.findings())
        .as(what)
        .filteredOn(each -> each.level() == Finding.Level.BREAKS)
        .anySatisfy(each -> assertThat(each.what()).contains(what));
  }

  private static void warns(Facts facts, String what) {
    Diagnosis diagnosis = Doctor.examine(facts, Optional.empty());
    assertThat(diagnosis.isBroken()).as(what).isFalse();
    assertThat(diagnosis.findings())
        .as(what)
        .anySatisfy(each -> assertThat(each.what()).contains(what));
  }

  /** A mapping that is changed before it is looked at. */
  private static final class Mapping {
    String state = MAPPING.state();
    String target = MAPPING.target();
    int factor = MAPPING.factor();
    String position = MAPPING.position();
    Optional<Instant> from = MAPPING.from();
    List<String> responses = MAPPING.responses();
    boolean bisects = MAPPING.bisects();
    int maxRetries = MAPPING.maxRetries();
    int maxAge = MAPPING.maxAgeSeconds();
    Optional<String> onFailure = MAPPING.onFailure();
    int filters;
    int tumbling;
  }

  private static Facts mapping(Consumer<Mapping> change) {
    Mapping it = new Mapping();
    change.accept(it);
    return with(
        List.of(
            new MappingFacts(
                MAPPING.id(),
                MAPPING.stream(),
                it.state,
                it.target,
                it.factor,
                it.position,
                it.from,
                it.responses,
                it.bisects,
                it.maxRetries,
                it.maxAge,
                it.onFailure,
                it.filters,
                it.tumbling)));
  }

  private static Facts with(List<MappingFacts> mappings) {
    Facts it = Healthy.app();
    return new Facts(
        it.stack(),
        mappings,
        it.functions(),
        it.table(),
        it.streams(),
        it.bucket(),
        it.roles(),
        it.schedule());
  }

  private static Facts function(String role, Consumer<Map<String, String>> change) {
    FunctionFacts it = Healthy.function(role);
    Map<String, String> variables = Healthy.variables();
    change.accept(variables);
    return with(
        new FunctionFacts(
            role,
            it.name(),
            it.version(),
            it.state(),
            it.codeDigest(),
            variables,
            it.reserved(),
            it.asynchronousRetries()));
  }

  private static Facts with(FunctionFacts function) {
    Facts it = Healthy.app();
    List<FunctionFacts> functions = new ArrayList<>(it.functions());
    functions.replaceAll(each -> each.role().equals(function.role()) ? function : each);
    return new Facts(
        it.stack(),
        it.mappings(),
        functions,
        it.table(),
        it.streams(),
        it.bucket(),
        it.roles(),
        it.schedule());
  }

  private static Facts table(
      String status, Map<String, String> keys, String expiry, boolean recoverable) {
    Facts it = Healthy.app();
    StoreFacts.Table table =
        new StoreFacts.Table(
            "t", status, new TreeMap<>(keys), Optional.ofNullable(expiry), recoverable);
    return new Facts(
        it.stack(),
        it.mappings(),
        it.functions(),
        table,
        it.streams(),
        it.bucket(),
        it.roles(),
        it.schedule());
  }

  private static Facts stream(String status, int hours) {
    Facts it = Healthy.app();
    List<StoreFacts.Stream> streams = List.of(new StoreFacts.Stream("clicks", status, hours));
    return new Facts(
        it.stack(),
        it.mappings(),
        it.functions(),
        it.table(),
        streams,
        it.bucket(),
        it.roles(),
        it.schedule());
  }

  private static Facts bucket(String prefix, int days) {
    Facts it = Healthy.app();
    return new Facts(
        it.stack(),
        it.mappings(),
        it.functions(),
        it.table(),
        it.streams(),
        Healthy.bucket(new StoreFacts.Expiry(prefix, days)),
        it.roles(),
        it.schedule());
  }
}
