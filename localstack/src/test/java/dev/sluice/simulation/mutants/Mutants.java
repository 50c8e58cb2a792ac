package dev.sluice.simulation.mutants;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;

/**
 * Applies each mutant, one at a time, to a copy of one class, runs the simulation with it in a
 * process of its own, seed by seed, and says which seed was the first to notice. As many mutants
 * are tried beside one another as there are processors.
 */
public final class Mutants {
  private static final Pattern SEED = Pattern.compile("seed (-?\\d+) fails");
  private static final Pattern TRIED = Pattern.compile("(?m)^seeds +([\\d,]+)$");
  private static final String NOT_NOTICED = "not noticed";
  private static final String MAIN = "dev.sluice.cli.Main";
  private static final int NAME_WIDTH = 76;
  private static final int MOST_MINUTES = 60;
  private static final long SEEDS = 5_000;

  /** So many are tried by a process that compiles little: most mutants are noticed by then. */
  private static final long FEW = 250;

  private final Path project;
  private final PrintStream out;

  private Mutants(Path project, PrintStream out) {
    this.project = project;
    this.out = out;
  }

  /**
   * Tries the mutants of {@code mutants.txt}; with {@code -Dsluice.mutant=TEXT} those that have the
   * text in their name, and with {@code -Dsluice.theme=NAME} with another theme than their own.
   */
  public static void main() throws Exception {
    Path classes =
        Path.of(Mutants.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path project = classes.getParent().getParent().getParent();
    String part = System.getProperty("sluice.mutant", "");
    List<Mutant> some = Mutant.all().stream().filter(each -> each.name().contains(part)).toList();
    new Mutants(project, System.out).run(some, Long.getLong("sluice.seeds", SEEDS));
  }

  private void run(List<Mutant> mutants, long seeds) throws Exception {
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<String>> lines =
          mutants.stream().map(each -> workers.submit(() -> line(each, seeds))).toList();
      for (Future<String> line : lines) {
        out.println(line.get());
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private String line(Mutant mutant, long seeds) throws Exception {
    long begin = System.nanoTime();
    String found = attempt(mutant, seeds);
    if (!mutant.unseen().isEmpty()) {
      found += " (as it must be: " + mutant.unseen() + ")";
    }
    return String.format(
        Locale.ROOT,
        "%-" + NAME_WIDTH + "s %12s   %d s",
        mutant.name(),
        found,
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
  }

  private String attempt(Mutant mutant, long seeds) throws Exception {
    Path work = Files.createTempDirectory("sluice-mutant-");
    try (StandardJavaFileManager files = Mutant.files()) {
      Path classes = mutant.compile(project, work, files);
      String path = System.getProperty("java.class.path");
      String withIt = classes + System.getProperty("path.separator") + path;
      String found =
          simulate(withIt, List.of("-XX:TieredStopAtLevel=1"), Math.min(FEW, seeds), mutant, work);
      return found.equals(NOT_NOTICED) && seeds > FEW
          ? simulate(withIt, List.of(), seeds, mutant, work)
          : found;
    } finally {
      remove(work);
    }
  }

  private static String simulate(
      String path, List<String> flags, long seeds, Mutant mutant, Path work) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-cp", path, MAIN, "simulate"));
    command.addAll(List.of("--threads", "1", "--shrink", "0", "--seeds", seeds + ""));
    command.addAll(List.of("--about", mutant.about()));
    String theme = System.getProperty("sluice.theme", mutant.theme());
    if (!theme.isEmpty()) {
      command.addAll(List.of("--theme", theme));
    }
    Path log = work.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return "no end";
    }
    String text = Files.readString(log, StandardCharsets.UTF_8);
    Matcher seed = SEED.matcher(text);
    Matcher tried = TRIED.matcher(text);
    if (seed.find() && tried.find()) {
      return "seed "
          + seed.group(1)
          + (mutant.about().isEmpty() ? "" : ", after " + tried.group(1));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("the simulation itself failed:\n" + text);
    }
    return NOT_NOTICED;
  }

  private static void remove(Path work) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
