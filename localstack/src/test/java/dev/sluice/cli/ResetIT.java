package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.checkpoint.StartFrom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reset of a deployed app to which AWS says no. */
@Timeout(120)
class ResetIT {
  private DeployedStack stack;

  @BeforeEach
  void deploy() throws Exception {
    stack = new DeployedStack(CountingApp.STREAM);
    stack.send("cat", "dog", "cat");
    stack.deliver(stack.function(new CountingApp(), new StartFrom.Newest()));
    String classes =
        Path.of(CountingApp.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    Command taken = command("checkpoint", "--jar", classes, "--class", CountingApp.class.getName());
    assertThat(taken.code()).as(taken.err()).isZero();
  }

  @AfterEach
  void tearDown() {
    stack.close();
  }

  private Command command(String name, Object... more) {
    List<Object> all = new ArrayList<>(List.of(name));
    all.addAll(List.of("--stack", DeployedStack.NAME, "--endpoint", stack.endpoint()));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  private Command reset() {
    return command("reset", "--yes", DeployedStack.APP);
  }

  @Test
  void resetWithoutTheRightToPutIntoTheBucketRemovesNothing() {
    stack.refuses(
        "/" + DeployedStack.BUCKET + "/spills/keep/restore/",
        403,
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    Command refused = reset();
    assertThat(refused.code()).isEqualTo(Main.FAILED);
    assertThat(refused.err()).contains("Access Denied").doesNotContain("\tat ");
    stack.refusesNothing();
    assertThat(command("restore").err()).contains("SLUICE-B05 the app has lanes here");
  }

  /** Else the next start would go on from a checkpoint, and not from nothing. */
  @Test
  void resetThatMayNotListCheckpointsDoesNotSayThatThereIsNothing() {
    Command removed = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(removed.code()).as(removed.err()).isZero();
    stack.refuses(
        "/" + DeployedStack.BUCKET + "?list-type=2",
        403,
        "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    Command refused = reset();
    assertThat(refused.code()).isEqualTo(Main.FAILED);
    assertThat(refused.err()).contains("Access Denied");
  }

  @Test
  void resetToACheckpointWantsTheStackToBeginFromOne() throws Exception {
    stack.with("RestoreFrom", "none");
    Command none = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(none.code()).as(none.out()).isEqualTo(Main.FAILED);
    assertThat(none.err()).contains("RestoreFrom=none", "Nothing was removed");
    stack.with("RestoreFrom", "17");
    Command other = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(other.err()).contains("SLUICE-B01", "nothing was removed");
    stack.with("RestoreFrom", "0");
    Command taken = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).contains("The next start goes on from checkpoint 0, taken 2");
  }

  /** Nothing can be gone back to by now, and the app must begin again some way. */
  @Test
  void resetThatHasBegunIsEndedThoughItsCheckpointIsGone() throws Exception {
    stack.refuses(
        "DynamoDB_20120810.BatchWriteItem",
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionConflictException\","
            + "\"message\":\"too much\"}");
    Command stopped = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(stopped.err()).contains("the reset is not done", "too much");
    stack.refusesNothing();
    assertThat(command("restore").err()).contains("SLUICE-B08");
    stack.with("RestoreFrom", "17");
    Command again = command("reset", "--to-checkpoint", "--yes", DeployedStack.APP);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("give './sluice restore'");
    Command restored = command("restore", "--checkpoint", 0);
    assertThat(restored.code()).as(restored.err()).isZero();
  }

  /** By an error of which the client does not ask again for a minute. */
  @Test
  void resetThatTheTableThrottlesFailsAndIsRepeated() {
    stack.refuses(
        "DynamoDB_20120810.PutItem",
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionConflictException\","
            + "\"message\":\"too much\"}");
    Command throttled = reset();
    assertThat(throttled.code()).as(throttled.out()).isEqualTo(Main.FAILED);
    assertThat(throttled.err()).contains("give the same command again", "too much");
    stack.refusesNothing();
    Command again = reset();
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(command("restore").err()).contains("SLUICE-B05", "is to begin from nothing");
  }
}
