package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.services.LocalOptions;
import dev.sluice.local.services.LocalServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class TailIT {
  private static LocalServices services;
  private static S3Client s3;
  private static int apps;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String app;

  @BeforeAll
  static void start() throws Exception {
    services = LocalServices.startStores(LocalOptions.temporary());
    s3 = services.clients().s3();
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @BeforeEach
  void makeBucket() {
    app = "app-" + apps++;
    s3.createBucket(create -> create.bucket(app));
  }

  private int tail(String app, String... options) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> command = new ArrayList<>(List.of("tail", app, "--once"));
    command.addAll(List.of("--endpoint", services.endpoint().toString()));
    command.addAll(List.of(options));
    return line.execute(command.toArray(String[]::new));
  }

  private void put(String key, String content) {
    s3.putObject(put -> put.bucket(app).key(key), RequestBody.fromString(content));
  }

  @Test
  void appThatHasNotPublishedYetIsNotMistakenForOneThatFailed() {
    put("pages-60000.csv/part-00000", "a,1\n");
    assertThat(tail(app)).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("nothing is published yet");
  }

  @Test
  void whatIsCompleteIsShown() {
    put("pages-60000.csv/part-00000", "a,1\n");
    put("pages-60000.csv/_SUCCESS", "");
    put("totals-60000.csv/_SUCCESS", "");
    assertThat(tail(app, "--sink", "pages")).isZero();
    assertThat(out.toString().lines()).containsExactly("== pages-60000.csv", "a,1");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void appThatIsNotThereIsNamed() {
    assertThat(tail("no-such-app")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("there is no app 'no-such-app' at http://");
  }
}
