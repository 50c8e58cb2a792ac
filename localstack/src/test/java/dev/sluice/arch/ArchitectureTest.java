package dev.sluice.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.offence.Offences;
import dev.sluice.functions.FunctionSettings;
import dev.sluice.ports.offence.LargePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final int MAX_LINES = 400;
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(
              place -> !place.contains("/test-classes/") && !place.contains("-tests.jar"))
          .importPackages("dev.sluice");

  /** Modules that nothing here depends on, where they are compiled. */
  private static final JavaClasses APART =
      new ClassFileImporter()
          .importPaths(
              ROOT.resolve("shared/formats/target/classes"),
              ROOT.resolve("functions/kafka/target/classes"));

  static Stream<ArchRule> rules() {
    return Stream.concat(Layers.rules().stream(), Habits.rules().stream());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleHolds(ArchRule rule) {
    rule.check(MAIN);
    rule.allowEmptyShould(true).check(APART);
  }

  @Test
  void allModulesAreLookedAt() {
    for (String name :
        List.of("api.StreamApp", "functions.Wiring", "cli.Main", "examples.words.WordCount")) {
      assertThat(MAIN.contain("dev.sluice." + name)).as(name).isTrue();
    }
    assertThat(MAIN.contain(Offences.class)).isFalse();
  }

  @Test
  void modulesApartAreLookedAt() {
    assumeThat(APART).as("without -pl all modules are compiled, and looked at").isNotEmpty();
    for (String name : List.of("formats.avro.AvroFormat", "kafka.KafkaSink")) {
      assertThat(APART.contain("dev.sluice." + name)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Knows,engine knows only",
    "Knows,what is pure imports nothing of AWS",
    "Clock,'time, randomness'",
    "ClockByReference,'time, randomness'",
    "Chance,'time, randomness'",
    "Environment,'time, randomness'",
    "Format,nothing is formatted",
    "Formatted,nothing is formatted",
    "Case,nothing is formatted",
    "Printf,nothing is formatted",
    "Deserializes,Java serialization",
    "Data,only exceptions and enums",
    "StaticState,no state is static",
    "StaticMap,no state is static",
  })
  void offenceIsFound(String offence, String rule) throws ClassNotFoundException {
    assertThat(broken(Class.forName(Offences.class.getName() + "$" + offence)))
        .anyMatch(each -> each.startsWith(rule));
  }

  @Test
  void portWithTooManyMethodsIsFound() {
    assertThat(broken(LargePort.class)).contains("ports are small");
  }

  @Test
  void whatIsAllowedIsNot() {
    assertThat(broken(Offences.Innocent.class)).isEmpty();
  }

  @Test
  void cycleIsFound() {
    JavaClasses withCycle =
        new ClassFileImporter()
            .importClasses(Offences.Knows.class, FunctionSettings.class, EngineSettings.class);
    assertThat(
            rules()
                .filter(rule -> rule.getDescription().contains("free of cycles"))
                .map(rule -> rule.allowEmptyShould(true))
                .filter(rule -> rule.evaluate(withCycle).hasViolation()))
        .hasSize(1);
  }

  @Test
  void noFileHasMoreThan400Lines() throws IOException {
    List<String> large = new ArrayList<>();
    int files = 0;
    for (Path module : modules()) {
      for (Path file : javaFiles(module.resolve("src"))) {
        files++;
        long lines = Files.readAllLines(file).size();
        if (lines > MAX_LINES) {
          large.add(ROOT.relativize(file) + " has " + lines);
        }
      }
    }
    assertThat(large).isEmpty();
    assertThat(files).isGreaterThan(500);
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> nested = Files.walk(ROOT, 2)) {
      return nested.toList();
    }
  }

  private static List<Path> javaFiles(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(each -> each.toString().endsWith(".java")).toList();
    }
  }

  /** The rules that a class alone breaks. */
  private static List<String> broken(Class<?> offence) {
    JavaClasses alone = new ClassFileImporter().importClasses(offence);
    return rules()
        .map(rule -> rule.allowEmptyShould(true))
        .filter(rule -> rule.evaluate(alone).hasViolation())
        .map(ArchRule::getDescription)
        .toList();
  }
}
