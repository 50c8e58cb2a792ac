package dev.sluice.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointsTest {

  @TempDir Path directory;

  @Test
  void checkpointsOutliveTheProcess() {
    Checkpoints before = new FileCheckpoints(directory.resolve("new/folder"));
    before.save("shardId-000000000001", new Checkpoint.After("7"));
    before.save("shardId-000000000001", new Checkpoint.After("49590338"));
    before.save("shardId-000000000002", new Checkpoint.End());

    Checkpoints after = new FileCheckpoints(directory.resolve("new/folder"));
    assertThat(after.load("shardId-000000000001")).contains(new Checkpoint.After("49590338"));
    assertThat(after.load("shardId-000000000002")).contains(new Checkpoint.End());
    assertThat(after.load("shardId-000000000003")).isEmpty();
  }

  @Test
  void aSpoiltCheckpointIsNamedAndNotGuessed() throws IOException {
    Checkpoints checkpoints = new FileCheckpoints(directory);
    checkpoints.save("shard", new Checkpoint.After("7"));
    Path file = directory.resolve("shard.position");
    assertThat(file).exists();
    Files.writeString(file, "after ");
    assertThatThrownBy(() -> checkpoints.load("shard"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(file.toString(), "delete it");
  }
}
