package dev.sluice.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What code does not do, wherever it stands. */
final class Habits {
  private static final int MAX_METHODS_OF_A_PORT = 5;

  /** Where a process is put together, and what people see while they wait. */
  private static final Set<String> WIRING =
      Set.of(
          "dev.sluice.aws.SystemClock",
          "dev.sluice.aws.RandomIds",
          "dev.sluice.functions.Wiring",
          "dev.sluice.cli.LocalJob",
          "dev.sluice.cli.Main",
          "dev.sluice.cli.Proof",
          "dev.sluice.cli.Progress",
          "dev.sluice.local.mapping.EventSourceMapping");

  private static final Set<String> HIDDEN_INPUTS =
      Set.of(
          "java.lang.System.currentTimeMillis()",
          "java.lang.System.nanoTime()",
          "java.lang.System.getenv()",
          "java.lang.System.getenv(java.lang.String)",
          "java.lang.Math.random()",
          "java.time.Instant.now()",
          "java.time.LocalDate.now()",
          "java.time.LocalDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.time.OffsetDateTime.now()",
          "java.time.Clock.systemUTC()",
          "java.time.Clock.systemDefaultZone()",
          "java.time.ZoneId.systemDefault()",
          "java.util.UUID.randomUUID()",
          "java.util.Random.<init>()",
          "java.util.Date.<init>()",
          "java.util.concurrent.ThreadLocalRandom.current()",
          "java.security.SecureRandom.<init>()");

  private static final Set<String> DEFAULT_LOCALE =
      Set.of(
          "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
          "java.lang.String.formatted([Ljava.lang.Object;)",
          "java.lang.String.toLowerCase()",
          "java.lang.String.toUpperCase()",
          "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
          "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
          "java.util.Formatter.<init>()",
          "java.util.Formatter.<init>(java.lang.Appendable)",
          "java.text.DecimalFormat.<init>(java.lang.String)",
          "java.text.SimpleDateFormat.<init>(java.lang.String)",
          "java.text.NumberFormat.getInstance()",
          "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

  private static final List<Class<?>> MUTABLE =
      List.of(
          AtomicBoolean.class,
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          ThreadLocal.class,
          java.util.HashMap.class,
          java.util.ArrayList.class,
          java.util.HashSet.class,
          java.util.concurrent.ConcurrentHashMap.class);

  private Habits() {}

  static List<ArchRule> rules() {
    return List.of(
        noClasses()
            .that(describe("are not wiring", each -> !WIRING.contains(outermost(each).getName())))
            .should()
            .accessTargetWhere(isOneOf(HIDDEN_INPUTS))
            .as("time, randomness and environment are passed in"),
        noClasses()
            .should()
            .accessTargetWhere(isOneOf(DEFAULT_LOCALE))
            .as("nothing is formatted in the machine's own language"),
        noClasses()
            .should()
            .dependOnClassesThat(
                describe(
                    "serialize",
                    each ->
                        each.isEquivalentTo(ObjectInputStream.class)
                            || each.isEquivalentTo(ObjectOutputStream.class)))
            .as("Java serialization is never used"),
        classes()
            .that(describe("are no enums", each -> !each.isEnum()))
            .should(
                have(
                    describe(
                        "not chosen to be Serializable",
                        each ->
                            each.getRawInterfaces().stream()
                                .noneMatch(it -> it.isEquivalentTo(Serializable.class)))))
            .as("only exceptions and enums are Serializable"),
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .andShould(
                have(
                    describe(
                        "a type that does not change",
                        field -> MUTABLE.stream().noneMatch(field.getRawType()::isAssignableTo))))
            .as("no state is static"),
        classes()
            .that()
            .resideInAPackage("dev.sluice.ports..")
            .and()
            .areInterfaces()
            .should(
                have(
                    describe(
                        "at most " + MAX_METHODS_OF_A_PORT + " abstract methods",
                        each -> abstractMethods(each) <= MAX_METHODS_OF_A_PORT)))
            .as("ports are small"));
  }

  private static JavaClass outermost(JavaClass each) {
    return each.getEnclosingClass().map(Habits::outermost).orElse(each);
  }

  private static long abstractMethods(JavaClass port) {
    return port.getMethods().stream()
        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
        .count();
  }

  /** Calls and method references alike. */
  private static DescribedPredicate<JavaAccess<?>> isOneOf(Set<String> targets) {
    return describe(
        "is one of " + targets, access -> targets.contains(access.getTarget().getFullName()));
  }
}
