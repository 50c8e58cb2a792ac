package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.words.WordCount;
import dev.sluice.plan.Plan;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users hear about files that cannot be used: tables, results, reasons. */
class FilesTest {
  @TempDir Path scratch;

  @Test
  void reasonsAreWordsAndNotTheFilesName() {
    assertThat(FileTrouble.reason(new NoSuchFileException("x"))).isEqualTo("there is no such file");
    assertThat(FileTrouble.reason(new AccessDeniedException("x"))).isEqualTo("permission denied");
    assertThat(FileTrouble.reason(new MalformedInputException(1)))
        .isEqualTo("it is not text in UTF-8");
    assertThat(FileTrouble.reason(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileTrouble.reason(new IOException("torn"))).isEqualTo("torn");
  }

  @Test
  void aTableThatIsNotTextNamesItselfAndItsFile() throws IOException {
    Path file = Files.write(scratch.resolve("v.csv"), new byte[] {-1, -2});
    assertThatThrownBy(() -> Tables.read(Map.of("vendor", file)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("table 'vendor'")
        .hasMessageContaining(file.toString())
        .hasMessageContaining("it is not text in UTF-8");
    assertThatThrownBy(() -> Tables.read(Map.of("vendor", scratch)))
        .hasMessageContaining("it is a directory");
  }

  @Test
  void aTableThatTheAppDoesNotReadIsRefused() {
    assertThatThrownBy(() -> Tables.plan(new WordCount(), Map.of("vendor", List.of())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the app has no table 'vendor'");
    Map<String, List<String>> tables =
        Map.of("vendor", List.of(), "maintenance", List.of(), "vendors", List.of());
    assertThatThrownBy(() -> Tables.plan(new OilPumps(), tables))
        .hasMessageContaining("no table 'vendors'; of those given it reads maintenance, vendor");
    Map<String, List<String>> all = Map.of("vendor", List.of(), "maintenance", List.of());
    assertThat(Tables.plan(new OilPumps(), all).tables()).isEqualTo(all.keySet());
  }

  @Test
  void filesAreGivenForJustTheBroadcastsOfTheApp() throws IOException {
    Plan words = Plan.of(new WordCount(), Map.of());
    Plan priced =
        Plan.of(
            stream -> {
              stream.broadcast("prices", lines -> lines);
              new WordCount().define(stream);
            },
            Map.of());
    Path file = Files.writeString(scratch.resolve("prices.csv"), "a,1");

    assertThat(Tables.broadcasts(words, Map.of())).isEmpty();
    assertThat(Tables.broadcasts(priced, Map.of("prices", file)))
        .isEqualTo(Map.of("prices", List.of("a,1")));
    assertThatThrownBy(() -> Tables.broadcasts(words, Map.of("price", file)))
        .hasMessage("the app has no broadcast 'price'; leave it out");
    assertThatThrownBy(() -> Tables.broadcasts(priced, Map.of("prices", file, "price", file)))
        .hasMessage("the app has no broadcast 'price'; it has prices");
    assertThatThrownBy(() -> Tables.broadcasts(priced, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("the app uses broadcast 'prices'; say where it is: --broadcast prices=FILE");
    Path binary = Files.write(scratch.resolve("binary"), new byte[] {-1});
    for (Path wrong : List.of(scratch, scratch.resolve("none"), binary)) {
      assertThatThrownBy(() -> Tables.broadcasts(priced, Map.of("prices", wrong)))
          .hasMessageContaining("broadcast 'prices', " + wrong + ", cannot be used: it ");
    }
  }

  @Test
  void resultsGoToANewOrEmptyDirectory() throws IOException {
    ResultsDirectory results = new ResultsDirectory(scratch.resolve("a/b"));
    results.prepare(false);
    results.prepare(false);
    assertThat(scratch.resolve("a/b")).isEmptyDirectory();
    Files.writeString(scratch.resolve("a/b/old.csv"), "x");
    assertThatThrownBy(() -> results.prepare(false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not empty");
    results.prepare(true);
    assertThatThrownBy(() -> new ResultsDirectory(scratch.resolve("a/b/old.csv")).prepare(true))
        .hasMessageContaining("is a file; --out takes a directory");
    assertThatThrownBy(() -> new ResultsDirectory(scratch.resolve("a/b/old.csv/c")).prepare(false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be used for results");
  }

  @Test
  void aDirectoryInWhichAnEarlierStartWasKilledIsStillEmpty() throws IOException {
    Path out = Files.createDirectories(scratch.resolve("out"));
    Files.createFile(out.resolve(".sluice-writable"));
    new ResultsDirectory(out).prepare(false);
    assertThat(out).isEmptyDirectory();
  }
}
