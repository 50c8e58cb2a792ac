package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sluice.examples.oil.OilPumpOracle.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job as users run it, against an oracle that shares nothing with it. */
@Timeout(300)
class OilPumpsIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<String> VENDOR =
      List.of(
          "CHER,HYDROPUMP,11/27/10,3/15/11,HYDROCAM,29.687276,-91.162492",
          "MOJO,HYDROPUMP,5/25/08,9/26/09,GENPUMP,29.686929,-91.1625");
  private static final List<String> MAINTENANCE =
      List.of("CHER,11/5/09,D.Pitre,Install", "CHER,11/23/09,W.Stevens,Inspect");

  @TempDir Path directory;

  @Test
  void generatedReadingsGiveWhatTheOracleSaysInEveryByteAndAgain() throws IOException {
    Path input = write("readings.csv", Readings.disordered(3, 6_000));
    Path vendor = write("vendor.csv", VENDOR);
    Path maintenance = write("maintenance.csv", MAINTENANCE);
    List<Object> options =
        List.of("--input", input, "--vendor", vendor, "--maintenance", maintenance, "--rate", 400);

    run("first", true, options);
    run("second", false, options);

    Expected expected =
        OilPumpFiles.assertAsTheOracleSays(
            Tree.of(directory.resolve("first")),
            Arrived.in(directory.resolve("first-state")),
            SECOND,
            VENDOR,
            MAINTENANCE);
    assertThat(expected.files().keySet().stream().map(name -> name.replaceAll("-[0-9]+\\.csv", "")))
        .contains("alerts", "alerts-enriched", "pressure", "daily");
    assertThat(expected.deadLetters()).hasSizeGreaterThan(3);
    assertThat(expected.late().values().stream().mapToInt(List::size).sum()).isGreaterThan(20);
    Tree.assertSame(Tree.of(directory.resolve("second")), Tree.of(directory.resolve("first")));
  }

  @Test
  void realReadingsGiveWhatTheOracleSaysInEveryByte() throws IOException {
    Path data = realData();
    if (!Files.isDirectory(data)) {
      String why = "skipped because there is no folder " + data + "; SLUICE_DATA names another";
      System.out.println("realReadingsGiveWhatTheOracleSaysInEveryByte: " + why);
      abort(why);
    }
    Path vendor = data.resolve("sensorvendor.csv");
    Path maintenance = data.resolve("sensormaint.csv");

    Path input = data.resolve("sensordata.csv");
    Command done =
        run(
            "real",
            true,
            List.of(
                "--input", input, "--by-time", "--vendor", vendor, "--maintenance", maintenance));

    List<Arrived> arrived = Arrived.in(directory.resolve("real-state"));
    assertThat(arrived).hasSize(47_900);
    Expected expected =
        OilPumpFiles.assertAsTheOracleSays(
            Tree.of(directory.resolve("real")),
            arrived,
            SECOND,
            Files.readAllLines(vendor),
            Files.readAllLines(maintenance));
    assertThat(expected.late()).isEmpty();
    assertThat(done.out())
        .containsPattern("records +47,900\n")
        .containsPattern("alerts +2,052 rows\n")
        .containsPattern("daily +50 rows\n")
        .containsPattern("dead letters +0\n");
  }

  /** With four shards and four buckets; what is kept must be what is in the bucket. */
  private Command run(String name, boolean keep, List<Object> options) {
    List<Object> all = new ArrayList<>(List.of("run", "oil-pumps", "--shards", 4, "--buckets", 4));
    all.addAll(options);
    all.addAll(List.of("--out", directory.resolve(name)));
    Path state = directory.resolve(name + "-state");
    if (keep) {
      all.addAll(List.of("--state", state));
    }
    Command done = Command.run(all.toArray());
    assertThat(done.code()).as(done.err()).isZero();
    if (keep) {
      Tree.assertSame(Tree.of(directory.resolve(name)), Tree.of(state.resolve("s3/oil-pumps")));
    }
    return done;
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(directory.resolve(name), lines);
  }

  /** The folder that SLUICE_DATA names, or the one beside the repository. */
  private static Path realData() {
    Path repository = Path.of("").toAbsolutePath().getParent();
    String folder = Optional.ofNullable(System.getenv("SLUICE_DATA")).orElse("../shared/data");
    return repository.resolve(folder).resolve("oil-pumps").normalize();
  }
}
