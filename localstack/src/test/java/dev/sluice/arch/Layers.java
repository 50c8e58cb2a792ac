package dev.sluice.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who may know whom: api, plan, engine, adapters, functions, local run. */
final class Layers {
  private static final String[] WITHOUT_AWS =
      packages(
          "api",
          "plan",
          "ports",
          "codec",
          "format",
          "exact",
          "engine",
          "memory",
          "testkit",
          "examples");

  private Layers() {}

  static List<ArchRule> rules() {
    List<ArchRule> rules = new ArrayList<>();
    rules.add(layer("codec"));
    rules.add(layer("ports"));
    rules.add(layer("exact", "codec"));
    rules.add(layer("format", "codec"));
    rules.add(layer("api", "codec", "exact", "format", "ports"));
    rules.add(layer("plan", "api", "codec", "ports"));
    rules.add(layer("engine", "plan", "api", "codec", "ports"));
    rules.add(layer("memory", "ports"));
    rules.add(layer("aws", "ports", "api", "codec", "format"));
    rules.add(layer("testkit", "engine", "plan", "api", "codec", "ports", "memory"));
    rules.add(layer("examples", "api", "codec", "exact"));
    rules.add(layer("functions", "engine", "plan", "api", "ports", "aws"));
    rules.add(
        layer("kafka", "functions", "engine", "plan", "api", "codec", "ports")
            .allowEmptyShould(true)); // a module apart
    rules.add(
        layer("local", "functions", "engine", "plan", "api", "codec", "ports", "aws", "memory"));
    rules.add(
        layer(
            "simulation",
            "testkit",
            "local",
            "functions",
            "engine",
            "plan",
            "api",
            "codec",
            "exact",
            "ports",
            "memory"));
    rules.add(
        noClasses()
            .that()
            .resideInAPackage("dev.sluice.simulation..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.sluice.exact..")
                    .and(not(name("dev.sluice.exact.Stats").or(name("dev.sluice.exact.Spread")))))
            .as("oracles add doubles up themselves"));
    rules.add(
        noClasses()
            .that()
            .resideInAnyPackage(WITHOUT_AWS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..")
            .as("what is pure imports nothing of AWS"));
    rules.add(slices().matching("dev.sluice.(*)..").should().beFreeOfCycles());
    rules.add(slices().matching("dev.sluice.engine.(*)..").should().beFreeOfCycles());
    rules.add(slices().matching("dev.sluice.local.(*)..").should().beFreeOfCycles());
    return rules;
  }

  private static ArchRule layer(String name, String... below) {
    String[] known =
        packages(Stream.concat(Stream.of(name), Stream.of(below)).toArray(String[]::new));
    return classes()
        .that()
        .resideInAPackage("dev.sluice." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.sluice..")).or(resideInAnyPackage(known)))
        .as(name + " knows only " + List.of(below));
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> "dev.sluice." + name + "..").toArray(String[]::new);
  }
}
