package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that come while the app runs. */
class LiveInputIT {
  private static final long LONGEST_SECONDS = 60;

  @TempDir Path scratch;

  private List<String> rows() throws IOException {
    return Rows.of(scratch.resolve("out"), "");
  }

  private CompletableFuture<Command> run(Object... more) {
    List<Object> all = new ArrayList<>(List.of("run", "word-count"));
    all.addAll(List.of("--out", scratch.resolve("out"), "--interval", "200ms"));
    all.addAll(List.of(more));
    return CompletableFuture.supplyAsync(() -> Command.run(all.toArray()));
  }

  private void awaitRow(String row, CompletableFuture<Command> running) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!rows().contains(row)) {
      assertThat(running).as("the run of lines that have not ended").isNotDone();
      assertThat(System.nanoTime())
          .as("no row " + row + " while the input is open")
          .isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static void say(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  /** The first line's results are there before the second one is written. */
  private void speak(OutputStream to, CompletableFuture<Command> running) throws Exception {
    say(to, "early bird\n");
    awaitRow("early,1", running);
    say(to, "late worm");
    to.close();
    Command command = running.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(rows()).containsExactly("bird,1", "early,1", "late,1", "worm,1");
  }

  @Test
  void linesOfStandardInputAreSentAsTheyCome() throws Exception {
    InputStream before = System.in;
    try (PipedOutputStream to = new PipedOutputStream();
        PipedInputStream from = new PipedInputStream(to)) {
      System.setIn(from);
      speak(to, run("--input", "-"));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void linesOfASocketAreSentAsTheyComeUntilItIsClosed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Command> running = run("--socket", "localhost:" + server.getLocalPort());
      try (Socket socket = server.accept()) {
        speak(socket.getOutputStream(), running);
      }
    }
  }

  @Test
  void socketBringsNewLinesToAStateThatIsKept() throws Exception {
    Path state = scratch.resolve("state");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      Object[] run = {"run", "word-count", "--out", scratch.resolve("out"), "--state", state};
      List<Object> line = new ArrayList<>(List.of(run));
      line.addAll(List.of("--socket", address, "--interval", "200ms"));
      try (CommandProcess first = CommandProcess.start(scratch, line.toArray());
          Socket socket = server.accept()) {
        say(socket.getOutputStream(), "first\n");
        awaitRow("first,1", new CompletableFuture<>());
        first.kill();
      }
      CompletableFuture<Command> second = run("--state", state, "--socket", address);
      try (Socket socket = server.accept()) {
        say(socket.getOutputStream(), "second\n");
      }
      Command command = second.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      assertThat(command.code()).as(command.err()).isZero();
      assertThat(command.err()).contains("going on behind line 1 of tcp://" + address);
      assertThat(rows()).containsExactly("first,1", "second,1");
    }
  }

  @Test
  void socketWithNobodyBehindItSaysWhatToStart() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    Command command = run("--socket", "127.0.0.1:" + port).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    assertThat(command.code()).isEqualTo(Main.FAILED);
    assertThat(command.err()).contains("nobody answers at 127.0.0.1:" + port, "nc -lk");
    assertThat(rows()).isEmpty();
  }
}
