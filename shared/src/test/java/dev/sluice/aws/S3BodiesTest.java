package dev.sluice.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.FileStore.FileVersion;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Connections that are closed in the middle of a body, as S3 may do. */
class S3BodiesTest {
  private static final FileVersion FILE = new FileVersion("in/a.csv", "\"v\"", 10, 0);

  private ServerSocket server;
  private S3Client s3;

  /** So many answers are cut off. */
  private volatile int cut;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answer, "cuts off answers");
    thread.setDaemon(true);
    thread.start();
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  private void answer() {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          BufferedReader request =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
          while (!request.readLine().isEmpty()) {
            // to the end of the head
          }
          String body = cut-- > 0 ? "a,1\n" : "a,1\nb,22\nc";
          String head = "HTTP/1.1 206 Partial Content\r\nContent-Length: 10\r\nETag: \"v\"\r\n\r\n";
          socket.getOutputStream().write((head + body).getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @AfterEach
  void close() throws IOException {
    s3.close();
    server.close();
  }

  @Test
  void partOfAFileWhoseAnswerWasCutOffIsAskedForAgain() {
    cut = 1;
    assertThat(new S3Files(s3, "bucket", "", Metrics.NONE).read(FILE, 0, 10))
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(10));
  }

  @Test
  void partOfAFileWhoseAnswersAreAllCutOffIsNotThereForNow() {
    cut = Integer.MAX_VALUE;
    assertThatThrownBy(() -> new S3Files(s3, "bucket", "", Metrics.NONE).read(FILE, 0, 10))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
