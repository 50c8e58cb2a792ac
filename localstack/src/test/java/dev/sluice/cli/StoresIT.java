package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose tables and objects are somewhere else. */
@Timeout(120)
class StoresIT {
  @TempDir Path directory;

  private Command run(Object stores, Object... more) throws IOException {
    Path input = directory.resolve("words.txt");
    Files.write(input, List.of("cat dog", "dog"));
    List<Object> all = new ArrayList<>(List.of("run", "word-count", "--interval", "200ms"));
    all.addAll(List.of("--input", input, "--out", directory.resolve("out"), "--stores", stores));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  @Test
  void runKeepsItsTablesAndObjectsWhereItIsToldAndCommandsFindThem() throws IOException {
    Path state = directory.resolve("state");
    try (LocalServices stores = LocalServices.startStores(LocalOptions.temporary())) {
      Command run = run(stores.endpoint(), "--state", state);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(state.resolve("kinesis")).isDirectory();
      assertThat(state.resolve("dynamodb")).doesNotExist();
      assertThat(state.resolve("s3")).doesNotExist();

      Command status = Command.run("status", "word-count", "--state", state);
      assertThat(status.out()).as(status.err()).contains("records\t2");
      Command checkpoint = Command.run("checkpoint", "word-count", "--state", state);
      assertThat(checkpoint.out()).as(checkpoint.err()).startsWith("checkpoint ");
      Command other = run("http://localhost:1", "--state", state);
      assertThat(other.code()).isEqualTo(Main.FAILED);
      assertThat(other.err()).contains("--stores: http://localhost:1, was " + stores.endpoint());
    }
    Command gone = Command.run("status", "word-count", "--state", state);
    assertThat(gone.code()).isEqualTo(Main.FAILED);
    assertThat(gone.err()).contains("nobody answers at");
  }

  @Test
  void storesAreNotForFunctionsInProcessesOfTheirOwn() throws IOException {
    Command run = run("http://localhost:1", "--isolated");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--stores is not for --isolated");
  }
}
