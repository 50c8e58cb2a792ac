package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  @TempDir Path scratch;
  private final RunOptions options = new RunOptions();

  private String stream = "lines";

  private RunState state(String app, String input) {
    return new RunState(scratch.resolve("state"), app, options, input, stream, 0);
  }

  @Test
  void theSameCommandGoesOn() {
    RunState first = state("app", "in.txt");
    assertThat(first.compare()).isFalse();
    first.keep();
    assertThat(state("app", "in.txt").compare()).isTrue();
    assertThat(state("app", "./in.txt").compare()).as("another name for the same file").isTrue();
  }

  @Test
  void comparingKeepsNothing() {
    state("app", "in.txt").compare();
    assertThat(scratch.resolve("state")).doesNotExist();
  }

  @Test
  void placeOfTheServicesIsThatOfTheNewestRunAndNothingElseIsLeft() throws IOException {
    RunState state = state("app", "in.txt");
    state.compare();
    state.keep();
    Path directory = scratch.resolve("state");
    assertThatThrownBy(() -> RunState.endpoint(directory)).hasMessageContaining("only starting");
    RunState.keepEndpoint(directory, URI.create("http://localhost:1"));
    RunState.keepEndpoint(directory, URI.create("http://localhost:23456"));
    assertThat(RunState.endpoint(directory)).isEqualTo(URI.create("http://localhost:23456"));
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).hasSize(2);
    }
  }

  @Test
  void allDifferencesAreSaidWithTheOptionsThatMakeThem() {
    state("app", "in.txt").keep();
    options.shards = 7;
    options.rate = 10L;
    assertThatThrownBy(() -> state("other", "more.txt").compare())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("app: other, was app")
        .hasMessageContaining("--shards: 7, was 2")
        .hasMessageContaining("--rate: 10, was not given")
        .hasMessageContaining("more.txt, was ")
        .hasMessageContaining("--state directory to begin anew");
  }

  @Test
  void aRunThatServedAtFirstMayBeGivenItsInputLaterButOnlyOne() {
    state("app", null).keep();
    RunState later = state("app", "in.txt");
    assertThat(later.compare()).isTrue();
    later.keep();
    RunState serving = state("app", null);
    assertThat(serving.compare()).isTrue();
    serving.keep();
    assertThatThrownBy(() -> state("app", "other.txt").compare()).hasMessageContaining("in.txt");
  }

  @Test
  void inputGoesToTheStreamThatItWentTo() {
    state("app", null).keep();
    stream = "orders";
    RunState first = state("app", "in.txt");
    assertThat(first.compare()).isTrue();
    first.keep();
    assertThat(state("app", "in.txt").compare()).isTrue();
    stream = "payments";
    assertThatThrownBy(() -> state("app", "in.txt").compare())
        .hasMessageContaining("--stream: payments, was orders");
  }

  @Test
  void bucketsMayChangeAndStayAsTheyWereWhereNoneAreGiven() {
    RunState first = state("app", "in.txt");
    first.compare();
    assertThat(first.buckets()).isEqualTo(2);
    first.keep();
    options.buckets = 5;
    RunState more = state("app", "in.txt");
    assertThat(more.compare()).isTrue();
    assertThat(more.buckets()).isEqualTo(5);
    more.keep();
    options.buckets = null;
    RunState again = state("app", null);
    assertThat(again.compare()).isTrue();
    assertThat(again.buckets()).isEqualTo(5);
    again.keep();
    assertThatThrownBy(() -> state("app", "other.txt").compare()).hasMessageContaining("in.txt");
  }

  @Test
  void aDirectoryWithSomethingElseIsNotTaken() throws IOException {
    Files.createDirectories(scratch.resolve("state"));
    Files.writeString(scratch.resolve("state/letter.txt"), "dear");
    assertThatThrownBy(() -> state("app", null).compare())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not a run's state");
  }

  @Test
  void aFileIsNotTaken() throws IOException {
    Files.writeString(scratch.resolve("state"), "text");
    assertThatThrownBy(() -> state("app", null).compare())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is a file; --state takes a directory");
  }

  @Test
  void damagedPropertiesAreNamed() throws IOException {
    Path directory = Files.createDirectories(scratch.resolve("state"));
    Path properties = Files.writeString(directory.resolve("run.properties"), "x");
    assertThatThrownBy(() -> RunState.requireOf(directory, "app"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run.properties does not say whose state it is");
    Files.writeString(properties, "\\u00");
    assertThatThrownBy(() -> RunState.requireOf(directory, "app"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run.properties is no file of properties");
  }
}
