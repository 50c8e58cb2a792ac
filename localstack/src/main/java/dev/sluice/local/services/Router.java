package dev.sluice.local.services;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Hands each request to the service that its {@code X-Amz-Target} names, or that its path is of, or
 * else to S3.
 */
final class Router extends Handler.Sequence {

  private static final String TARGET = "X-Amz-Target";
  private static final int BAD_REQUEST = 400;

  private final Map<String, Handler> byTarget;
  private final Map<String, Handler> byPath;
  private final Handler s3;

  /**
   * @param byTarget what stands before the dot of {@code X-Amz-Target}, and who answers it
   * @param byPath with what a path begins, and who answers it, for requests without a target
   * @param s3 answers all others
   */
  Router(Map<String, Handler> byTarget, Map<String, Handler> byPath, Handler s3) {
    super(
        Stream.of(byTarget.values(), byPath.values(), List.of(s3))
            .flatMap(each -> each.stream())
            .distinct()
            .toList());
    this.byTarget = Map.copyOf(byTarget);
    this.byPath = Map.copyOf(byPath);
    this.s3 = s3;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String target = request.getHeaders().get(TARGET);
    if (target == null) {
      String path = request.getHttpURI().getPath();
      return byPath.entrySet().stream()
          .filter(each -> path.startsWith(each.getKey()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(s3)
          .handle(request, response, callback);
    }
    Handler service = byTarget.get(target.substring(0, Math.max(0, target.indexOf('.'))));
    return service == null
        ? refuse(target, request, response, callback)
        : service.handle(request, response, callback);
  }

  private boolean refuse(String target, Request request, Response response, Callback callback) {
    String message =
        String.format(
            Locale.ROOT,
            "{\"__type\":\"UnknownOperationException\",\"message\":\"No local service answers %s; there are %s and S3.\"}",
            target.replaceAll("[^A-Za-z0-9_.]", "?"),
            names());
    response.setStatus(BAD_REQUEST);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
    // Read to its end, as the server closes a connection on which something is left.
    Content.Source.consumeAll(
        request,
        Callback.from(
            () ->
                response.write(
                    true, BufferUtil.toBuffer(message, StandardCharsets.UTF_8), callback),
            callback::failed));
    return true;
  }

  private String names() {
    return byTarget.keySet().stream()
        .map(service -> service.substring(0, service.indexOf('_')))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
