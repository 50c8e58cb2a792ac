package dev.sluice.local.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Lets requests reach the service and loses its answers, as often as it is told to. */
final class LosingHttpClient implements SdkHttpClient {
  private final SdkHttpClient delegate;
  private final AtomicInteger toLose = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  LosingHttpClient(SdkHttpClient delegate) {
    this.delegate = delegate;
  }

  /** The next answers that come are lost. */
  void lose(int answers) {
    toLose.set(answers);
  }

  /** How many requests have been sent since the last call of this method. */
  int takeSent() {
    return sent.getAndSet(0);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = delegate.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpExecuteResponse response = prepared.call();
        sent.incrementAndGet();
        if (toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          response.responseBody().ifPresent(LosingHttpClient::drain);
          throw new SocketTimeoutException("the answer was lost on purpose");
        }
        return response;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static void drain(java.io.InputStream body) {
    try (body) {
      body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    delegate.close();
  }
}
