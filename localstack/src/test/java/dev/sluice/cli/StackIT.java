package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.sluice.engine.Engine;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.local.mapping.DiscardedBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do to an app that was deployed, by the name of its stack. */
@Timeout(120)
class StackIT {
  @TempDir Path scratch;

  private DeployedStack stack;

  @BeforeEach
  void deploy() throws Exception {
    stack = new DeployedStack(CountingApp.STREAM);
    stack.send("cat", "dog", "cat");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
  }

  @AfterEach
  void tearDown() {
    stack.close();
  }

  private Command command(List<String> command, Object... more) {
    List<Object> all = new ArrayList<>(command);
    all.addAll(List.of("--stack", DeployedStack.NAME, "--endpoint", stack.endpoint()));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  private Command ofApp(List<String> command, Object... more) {
    List<Object> all = new ArrayList<>();
    String classes =
        Path.of(CountingApp.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    all.addAll(List.of("--jar", classes, "--class", CountingApp.class.getName()));
    all.addAll(List.of(more));
    return command(command, all.toArray());
  }

  private String count(String word) {
    Command get = ofApp(List.of("state", "get"), "--operator", "words", "--key", word);
    assertThat(get.code()).as(get.err()).isZero();
    return get.out().strip();
  }

  @Test
  void statesAndStatusOfADeployedAppAreRead() {
    assertThat(count("cat")).isEqualTo("2");
    Command status = ofApp(List.of("status"));
    assertThat(status.out()).as(status.err()).contains("records\t3");
    Command other = ofApp(List.of("status"), "--name", "another");
    assertThat(other.code()).isEqualTo(Main.FAILED);
    assertThat(other.err()).contains("is that of app 'counts', not of 'another'");
  }

  @Test
  void checkpointIsTakenListedAndRestoredAndTheAppGoesOnFromIt() throws Exception {
    Command taken = ofApp(List.of("checkpoint"));
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).startsWith("checkpoint 0\t");
    Command list = command(List.of("inspect"), "--verify");
    assertThat(list.out()).as(list.err()).contains("checkpoint 0\t", "it is whole");
    assertThat(stack.names("spills/checkpoints/manifest/")).hasSize(1);

    assertThat(command(List.of("restore")).err()).contains("SLUICE-B05");
    Command careless = command(List.of("reset"), "--yes", "another");
    assertThat(careless.code()).isEqualTo(2);
    assertThat(careless.err()).contains("--yes counts");
    Command reset = command(List.of("reset"), "--to-checkpoint", "--yes", "counts");
    assertThat(reset.code()).as(reset.err()).isZero();
    Command restored = command(List.of("restore"));
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.out())
        .contains("restored checkpoint 0", "make their event source mapping anew");
    assertThat(count("cat")).isEqualTo("2");

    stack.send("cat");
    stack.makeMappingAnew();
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    assertThat(count("cat")).isEqualTo("3");
    assertThat(count("dog")).isEqualTo("1");
  }

  /** How long the only checkpoint is good, from when it was taken. */
  private Duration goodFor(Object... more) {
    List<Object> options = new ArrayList<>(List.of("--json"));
    options.addAll(List.of(more));
    Command list = command(List.of("inspect"), options.toArray());
    assertThat(list.code()).as(list.err()).isZero();
    JsonObject checkpoint = list.json();
    return Duration.between(
        Instant.parse(checkpoint.get("taken").getAsString()),
        Instant.parse(checkpoint.get("goodUntil").getAsString()));
  }

  @Test
  void lifetimeOfEntriesIsThatOfTheStackUnlessTheCommandLineSaysOne() {
    stack.with("EntryLifetime", "P28D");
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    assertThat(goodFor()).isBetween(Duration.ofDays(21), Duration.ofDays(29));
    assertThat(goodFor("--lifetime", "P60D")).isBetween(Duration.ofDays(45), Duration.ofDays(61));
    stack.with("EntryLifetime", "long");
    assertThat(command(List.of("inspect")).err())
        .contains("SLUICE-A01 output EntryLifetime of stack 'sluice-counts' is 'long'");
    stack.without("EntryLifetime"); // an older template
    assertThat(goodFor()).isBetween(Duration.ofDays(10), Duration.ofDays(15));
  }

  @Test
  void restoreTakesWhatTheCoordinatorOfTheStackWould() {
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    assertThat(ofApp(List.of("checkpoint"), "--keep", "a-name").code()).isZero();
    Command reset = command(List.of("reset"), "--to-checkpoint", "--yes", "counts");
    assertThat(reset.code()).as(reset.err()).isZero();
    stack.with("RestoreFrom", "none");
    Command none = command(List.of("restore"));
    assertThat(none.code()).isEqualTo(Main.FAILED);
    assertThat(none.err()).contains("RestoreFrom=none", "--checkpoint or --kept");
    stack.with("RestoreFrom", "0");
    Command restored = command(List.of("restore"));
    assertThat(restored.out()).as(restored.err()).contains("restored checkpoint 0");
  }

  @Test
  void keptCheckpointIsRestoredByItsName() {
    assertThat(ofApp(List.of("checkpoint"), "--keep", "a-name").code()).isZero();
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    Command reset = command(List.of("reset"), "--to-checkpoint", "--yes", "counts");
    assertThat(reset.code()).as(reset.err()).isZero();
    Command restored = command(List.of("restore"), "--kept", "a-name");
    assertThat(restored.out()).as(restored.err()).contains("restored checkpoint 'a-name'");
    assertThat(count("cat")).isEqualTo("2");
  }

  /** An app without a stack, by the names of its table and bucket and with what the SDK finds. */
  @Test
  void appWithoutAStackIsResetAndRestoredByItsTableAndItsBucket() throws Exception {
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    Command list = onAws("inspect", "counts", "--verify");
    assertThat(list.out()).as(list.err()).contains("checkpoint 0\t", "it is whole");
    Command reset = onAws("reset", "counts", "--to-checkpoint", "--yes", "counts");
    assertThat(reset.code()).as(reset.err()).isZero();
    assertThat(onAws("restore", "counts").err()).contains("say with --lifetime");
    Command restored = onAws("restore", "counts", "--lifetime", "P14D");
    assertThat(restored.out()).as(restored.err()).contains("restored checkpoint 0");
    assertThat(count("cat")).isEqualTo("2");
  }

  private Command onAws(Object... command) throws Exception {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--lanes", DeployedStack.TABLE));
    all.addAll(List.of("--spills", "s3://" + DeployedStack.BUCKET + "/spills/"));
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL", stack.endpoint().toString(),
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "AWS_REGION", "us-east-1");
    try (CommandProcess process = CommandProcess.start(scratch, environment, all.toArray())) {
      return process.await();
    }
  }

  @Test
  void resetToACheckpointWhereThereNeverWasOneSaysWhatToDo() {
    Command reset = command(List.of("reset"), "--to-checkpoint", "--yes", "counts");
    assertThat(reset.code()).as(reset.out()).isEqualTo(Main.FAILED);
    assertThat(reset.err())
        .contains("there is no checkpoint of 'counts' to go on from", "'./sluice checkpoint'")
        .contains("without --to-checkpoint", "Nothing was removed");
    assertThat(count("cat")).isEqualTo("2");
  }

  /** It cannot be taken back, so it is ended, and begins from nothing, as no start would refuse. */
  @Test
  void resetThatHasBegunIsEndedWhereThereNeverWasACheckpoint() {
    stack.refuses(
        "DynamoDB_20120810.BatchWriteItem",
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionConflictException\","
            + "\"message\":\"too much\"}");
    Command stopped = command(List.of("reset"), "--yes", "counts");
    assertThat(stopped.err()).contains("the reset is not done");
    stack.refusesNothing();
    Command again = command(List.of("reset"), "--to-checkpoint", "--yes", "counts");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains(
            "There is no checkpoint to go on from: the next start begins from nothing",
            "SLUICE-E05");
  }

  @Test
  void deployedAppBeginsAnewAfterItsReset() throws Exception {
    assertThat(ofApp(List.of("checkpoint")).code()).isZero();
    Command reset = command(List.of("reset", "counts"), "--yes", "counts");
    assertThat(reset.out()).as(reset.err()).contains("entries were removed");
    assertThat(ofApp(List.of("status")).err()).contains("was ever started there");
    stack.send("cow");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    assertThat(count("cow")).isEqualTo("1");
    Command gone = ofApp(List.of("state", "get"), "--operator", "words", "--key", "cat");
    assertThat(gone.code()).isEqualTo(Main.NOTHING_TO_DO);
  }

  @Test
  void deadLettersOfADeployedAppAreListedAndSentToItsStreamOnce() throws Exception {
    stack.send("no1");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    Command list = command(List.of("dead-letters", "list"), "--each");
    assertThat(list.out()).as(list.err()).contains("lines/" + stack.shard(), "no word: no1");
    String id =
        Stream.of(list.out().split("\\s"))
            .filter(each -> each.startsWith("lines/"))
            .findFirst()
            .orElseThrow();
    Command show = command(List.of("dead-letters", "show"), id);
    assertThat(show.out()).as(show.err()).contains("no word: no1");
    Command replay = command(List.of("dead-letters", "replay"));
    assertThat(replay.out()).as(replay.err()).isEqualTo("1 letter sent to lines\n");
    assertThat(stack.names("outputs/dead-letter/.replayed/")).isNotEmpty();
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    Command back = command(List.of("dead-letters", "list"), "--each");
    assertThat(back.out()).contains("\treplayed", "\tcame back");
    assertThat(command(List.of("dead-letters", "replay")).code()).isEqualTo(Main.NOTHING_TO_DO);
  }

  @Test
  void batchesThatTheMappingGaveUpAreSentWhereTheAppDoesNotHaveThem() throws Exception {
    Engine function = stack.function(new CountingApp(), new StartFrom.Newest());
    stack.send("ape");
    stack.deliver(function);
    stack.send("ant", "ant");
    DiscardedBatch unnoticed = stack.giveUp();
    stack.keep(unnoticed, unnoticed.metadataJson()); // as without a payload
    stack.send("bee");
    stack.deliver(function);
    stack.send("fly");
    DiscardedBatch found = stack.giveUp();
    stack.keep(found, found.payloadJson());
    stack.send("bee");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    assertThat(count("fly")).as("was read from the stream").isEqualTo("1");
    stack.send("cow");
    DiscardedBatch waiting = stack.giveUp();
    stack.keep(waiting, waiting.payloadJson());

    List<String> replay = List.of("dead-letters", "replay");
    Command list = command(List.of("dead-letters", "list"), "--each", "--discarded");
    assertThat(list.out().lines()).as(list.err()).hasSize(4);
    Command dry = command(replay, "--dry-run", "--discarded");
    assertThat(dry.out()).as(dry.err()).contains("2 letters would be sent to lines");
    Command sent = command(replay, "--discarded");
    assertThat(sent.code()).as(sent.err()).isZero();
    assertThat(sent.out())
        .contains(
            "2 letters sent to lines\n",
            "1 letter left: the app has it",
            "1 letter left: it waits in the stream");
    Command again = command(replay, "--discarded");
    assertThat(again.out()).contains("2 letters left: sent before").doesNotContain("sent to");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    assertThat(List.of(count("ant"), count("bee"), count("fly"), count("cow")))
        .containsExactly("2", "2", "1", "1");
  }

  @Test
  void stackThatIsNoneOfAnAppIsNamed() {
    Command nobody = Command.run("inspect", "--stack", "other", "--endpoint", stack.endpoint());
    assertThat(nobody.code()).isEqualTo(Main.FAILED);
    assertThat(nobody.err())
        .contains("SLUICE-A01 stack 'other'", "Stack with id other does not exist", "AWS_REGION");
    stack.without("SpillsLocation");
    Command half = command(List.of("inspect"));
    assertThat(half.err()).contains("SLUICE-A01", "has no output SpillsLocation");
  }

  @Test
  void commandLinesThatNameTwoPlacesOrNoneAreRefused() {
    assertThat(command(List.of("inspect"), "--state", "kept").code()).isEqualTo(2);
    assertThat(Command.run("inspect").err()).contains("name the app", "--stack");
    assertThat(command(List.of("dead-letters", "list"), "--out", "out").err())
        .contains("--stack or --out");
    assertThat(command(List.of("dead-letters", "list"), "--discarded", "here").err())
        .contains("--discarded takes no value");
  }
}
