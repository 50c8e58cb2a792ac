package dev.sluice.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the runner, with the services in it, from its start to its end. */
final class Life implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("serving .* at (http://\\S+),");
  private static final long LOOK_MILLIS = 5;
  private static final int KILLED = 128 + 9;

  private final Process process;
  private final Path out;
  private final Path err;
  private final long startNanos = System.nanoTime();

  private Life(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Life start(Path scratch, Class<?> main, List<String> arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> line = new ArrayList<>(List.of(java.toString(), "-Xmx512m"));
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(arguments);
    Path out = Files.createTempFile(scratch, "stdout-", ".txt");
    Path err = Files.createTempFile(scratch, "stderr-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Life(builder.start(), out, err);
  }

  boolean lives() {
    return process.isAlive();
  }

  long ageMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  /**
   * Waits until it takes records.
   *
   * @throws IllegalStateException if it does not
   */
  URI awaitServing(long millis) throws IOException, InterruptedException {
    while (true) {
      Matcher serving = SERVING.matcher(Files.readString(out));
      if (serving.find()) {
        return URI.create(serving.group(1));
      }
      if (!lives() || ageMillis() > millis) {
        throw new IllegalStateException("it does not serve; it said\n" + Files.readString(err));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /**
   * SIGKILL.
   *
   * @return false if it had done all before
   * @throws IllegalStateException if it had failed before
   */
  boolean kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    int code = process.waitFor();
    if (code != KILLED && code != 0 && code != Main.NOTHING_TO_DO) {
      throw new IllegalStateException("it ended by itself with " + code + ":\n" + problems());
    }
    return code == KILLED;
  }

  /** What it said on standard error so far. */
  String problems() throws IOException {
    return Files.readString(err);
  }

  /** What came of it once it has ended by itself. */
  Command await(long millis) throws IOException, InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("it does not end; it said\n" + Files.readString(err));
    }
    return new Command(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
