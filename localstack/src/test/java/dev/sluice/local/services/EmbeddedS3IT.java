package dev.sluice.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedS3IT {
  /** Long enough for the server to answer what it has; no answer depends on it. */
  private static final long PAUSE_MILLIS = 150;

  private static final String CHUNKED =
      "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\nContent-Encoding: aws-chunked\r\n";

  private static LocalServices services;

  @BeforeAll
  static void start() throws IOException {
    services = LocalServices.start(LocalOptions.temporary(), request -> null);
    try (RawHttp http = new RawHttp(services.endpoint())) {
      http.send(head("/raw", 0, ""));
      assertThat(http.status()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    services.close();
  }

  @Test
  void refusedPutReadsItsBodyAndKeepsTheConnection() throws Exception {
    try (RawHttp http = new RawHttp(services.endpoint())) {
      http.send(head("/raw/taken", 5, "If-None-Match: *\r\n") + "first");
      assertThat(http.status()).isEqualTo(200);
      http.send(head("/raw/taken", 6, "If-None-Match: *\r\n") + "se");
      Thread.sleep(PAUSE_MILLIS);
      http.send("cond");
      assertThat(http.status()).isEqualTo(412);
      http.send(head("/raw/next", 4, "If-None-Match: *\r\n") + "next");
      assertThat(http.status()).isEqualTo(200);
    }
  }

  @Test
  void refusedPutInChunksReadsItsLastChunkAndKeepsTheConnection() throws Exception {
    String chunks = chunk("second") + chunk("");
    try (RawHttp http = new RawHttp(services.endpoint())) {
      http.send(head("/raw/taken-too", 5, "If-None-Match: *\r\n") + "first");
      assertThat(http.status()).isEqualTo(200);
      http.send(
          head(
              "/raw/taken-too",
              chunks.length(),
              "If-None-Match: *\r\n" + CHUNKED + "x-amz-decoded-content-length: 6\r\n"));
      Thread.sleep(PAUSE_MILLIS);
      http.send(chunks.substring(0, 100));
      Thread.sleep(PAUSE_MILLIS);
      http.send(chunks.substring(100));
      assertThat(http.status()).isEqualTo(412);
      http.send(head("/raw/after-taken-too", 4, "If-None-Match: *\r\n") + "next");
      assertThat(http.status()).isEqualTo(200);
    }
  }

  @Test
  void emptyObjectInChunksReadsItsLastChunkAndKeepsTheConnection() throws Exception {
    String chunk = chunk("");
    try (RawHttp http = new RawHttp(services.endpoint())) {
      http.send(
          head("/raw/empty", chunk.length(), CHUNKED + "x-amz-decoded-content-length: 0\r\n"));
      Thread.sleep(PAUSE_MILLIS);
      http.send(chunk);
      assertThat(http.status()).isEqualTo(200);
      http.send(head("/raw/after-empty", 4, "") + "next");
      assertThat(http.status()).isEqualTo(200);
    }
  }

  @Test
  void putIntoAMissingBucketReadsItsBodyAndKeepsTheConnection() throws Exception {
    try (RawHttp http = new RawHttp(services.endpoint())) {
      http.send(head("/no-such-bucket/a", 6, "") + "no");
      Thread.sleep(PAUSE_MILLIS);
      http.send("body");
      assertThat(http.status()).isEqualTo(404);
      http.send(head("/raw/after-missing", 4, "") + "next");
      assertThat(http.status()).isEqualTo(200);
    }
  }

  private static String chunk(String content) {
    return Integer.toHexString(content.length())
        + ";chunk-signature="
        + "0".repeat(64)
        + "\r\n"
        + content
        + "\r\n";
  }

  private static String head(String path, int length, String headers) {
    return "PUT "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + length
        + "\r\n"
        + headers
        + "\r\n";
  }
}
