package dev.sluice.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, so that it can be killed. Reads its standard error. */
final class CommandProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final BufferedReader err;
  private final StringBuilder said = new StringBuilder();

  private CommandProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
    this.err = process.errorReader();
  }

  static CommandProcess start(Path scratch, Object... arguments) throws IOException {
    return start(scratch, Map.of(), arguments);
  }

  static CommandProcess start(Path scratch, Map<String, String> environment, Object... arguments)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> line = new ArrayList<>(List.of(java.toString(), "-Xmx512m"));
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(line::add);
    Path out = Files.createTempFile(scratch, "stdout-", ".txt");
    ProcessBuilder process = new ProcessBuilder(line).redirectOutput(out.toFile());
    process.environment().putAll(environment);
    return new CommandProcess(process.start(), out);
  }

  /** Waits for a line on standard error. */
  void awaitSaid(String beginning) throws IOException {
    String line = err.readLine();
    while (line != null && !line.startsWith(beginning)) {
      said.append(line).append('\n');
      line = err.readLine();
    }
    if (line == null) {
      throw new AssertionError("it ended and never said '" + beginning + "' but\n" + said);
    }
    said.append(line).append('\n');
  }

  /** SIGKILL: nothing in the process can do anything about it. */
  Command kill() throws IOException, InterruptedException {
    return signal("-KILL");
  }

  /** What Ctrl-C sends. */
  Command interrupt() throws IOException, InterruptedException {
    return signal("-INT");
  }

  private Command signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    new ProcessBuilder("kill", name, pid).inheritIO().start().waitFor();
    return await();
  }

  /** Whether whoever started this process had it ignore SIGINT, as shells do in the background. */
  boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored & 0b10) != 0);
  }

  /** What came of it once it has ended. */
  Command await() throws IOException, InterruptedException {
    err.lines().forEach(line -> said.append(line).append('\n'));
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it said\n" + said);
    }
    return new Command(process.exitValue(), Files.readString(out), said.toString());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
