package dev.sluice.local.services;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads what an answer has left of its request: a body that was refused, the last chunk of one that
 * was taken.
 *
 * <p>The server closes a connection on which a request was not read to its end. A client that is
 * still sending then sees a failure instead of the answer, and sends again what was done already;
 * one that keeps connections loses its next request there, too.
 */
final class WholeRequest implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    try (InputStream rest = request.getInputStream()) {
      rest.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client is gone or does not speak HTTP. Nobody waits for an answer there.
    }
  }
}
