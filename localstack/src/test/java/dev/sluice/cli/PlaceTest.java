package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where commands look for what an app keeps. */
class PlaceTest {
  private static final List<String> ON_AWS = List.of("--lanes", "t", "--spills", "s3://b/");

  private static void refused(Command command, String said) {
    assertThat(command.code()).as(command.err()).isEqualTo(2);
    assertThat(command.err()).contains(said);
  }

  /** It would have been the run that serves at the port that all runs take. */
  @ParameterizedTest
  @ValueSource(strings = {"reset word-count --yes word-count", "restore word-count"})
  void whatChangesAnAppWantsToKnowWhereItIs(String command) {
    refused(
        Command.run((Object[]) command.split(" ")),
        "say with --state, --stack or --endpoint where the app is");
  }

  private static Command onAws(String... command) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(ON_AWS);
    return Command.run(all.toArray());
  }

  @Test
  void aTableOnAwsDoesNotKnowTheNameOfTheApp() {
    refused(onAws("inspect"), "name the app");
  }

  @Test
  void restoreIntoATableOnAwsWantsToKnowHowLongEntriesLive() {
    refused(onAws("restore", "clicks"), "--lifetime");
  }

  /** The client asks again for seconds. No region has that name, so nobody is asked. */
  @Test
  void whereAwsCannotBeAskedForATableItIsSaidInOneLine() {
    Map<String, String> settings =
        Map.of("aws.region", "xx-nowhere-1", "aws.accessKeyId", "a", "aws.secretAccessKey", "b");
    settings.forEach(System::setProperty);
    try {
      Command nobody = onAws("inspect", "clicks");
      assertThat(nobody.code()).isEqualTo(Main.FAILED);
      assertThat(nobody.err())
          .startsWith("sluice: SLUICE-A02 AWS cannot be asked: ")
          .hasLineCount(1);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  /** Only a name on the command line is held against the stack's. */
  @Test
  void nameOfTheProjectIsNotTakenForOneThatWasGivenWhereAStackIs(@TempDir Path directory)
      throws Exception {
    Path jar = Files.writeString(directory.resolve("app.jar"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
    AppOptions apps = new AppOptions();
    apps.take(new ProjectApp(List.of(jar), "com.example.A", Optional.of("clicks")));
    PlaceOptions place = new PlaceOptions();
    place.services = new ServiceOptions();
    AppOptions.Named app = new AppOptions.Named("clicks", null);
    assertThat(place.nameOf(apps, app)).isEqualTo("clicks");
    place.services.stack = "another";
    assertThat(place.nameOf(apps, app)).isNull();
    apps.name = "visits";
    assertThat(place.nameOf(apps, app)).isEqualTo("visits");
  }

  @Test
  void endpointOfARunThatIsGoneIsForgottenWhenTheDirectoryIsUsedAgain(@TempDir Path directory)
      throws Exception {
    Path state = directory.resolve("state");
    Path input = Files.writeString(directory.resolve("in.txt"), "cat\n");
    Command run =
        Command.run(
            "run",
            "word-count",
            "--input",
            input,
            "--interval=200ms",
            "--state",
            state,
            "--out",
            directory.resolve("out"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(state.resolve(".endpoint")).exists();
    assertThat(Command.run("inspect", "word-count", "--state", state).code()).isZero();
    assertThat(state.resolve(".endpoint")).doesNotExist();
  }
}
