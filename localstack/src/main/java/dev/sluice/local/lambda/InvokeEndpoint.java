package dev.sluice.local.lambda;

import dev.sluice.local.services.Exchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke operation (version 2015-03-31): all that our functions use of its API. */
final class InvokeEndpoint implements Exchange.Handler {
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?(\\?.*)?");

  /** {@code arn:aws:lambda:region:account:function:name[:qualifier]}. */
  private static final int NAME_IN_ARN = 6;

  /** The quota of a call that is waited for, 6 MB (Lambda quotas). */
  private static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  private final LambdaService functions;

  InvokeEndpoint(LambdaService functions) {
    this.functions = functions;
  }

  @Override
  public Exchange.Response handle(Exchange.Request request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches() || !request.method().equals("POST")) {
      return error(404, "UnknownOperationException", "Of Lambda's API there is only Invoke here.");
    }
    String name = nameOf(URLDecoder.decode(path.group(1), StandardCharsets.UTF_8));
    if (!functions.has(name)) {
      return error(404, "ResourceNotFoundException", "Function not found: " + name);
    }
    if (request.body().length > MAX_PAYLOAD_BYTES) {
      return error(413, "RequestTooLargeException", "A payload has at most 6291456 bytes.");
    }
    byte[] event = request.body().length == 0 ? LambdaService.utf8("{}") : request.body();
    String type = request.headers().getOrDefault("X-Amz-Invocation-Type", "RequestResponse");
    try {
      return switch (type) {
        case "RequestResponse" -> answer(functions.call(name, event));
        case "Event" -> {
          functions.later(name, event);
          yield new Exchange.Response(202, Map.of(), new byte[0]);
        }
        case "DryRun" -> new Exchange.Response(204, Map.of(), new byte[0]);
        default -> error(400, "InvalidParameterValueException", "There is no such type of call.");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(500, "ServiceException", "The run is being stopped.");
    }
  }

  private static Exchange.Response answer(Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      return json(200, Map.of("X-Amz-Executed-Version", "$LATEST"), answered.payload());
    }
    Map<String, String> unhandled =
        Map.of("X-Amz-Executed-Version", "$LATEST", "X-Amz-Function-Error", "Unhandled");
    return json(200, unhandled, ((Reply.Failed) reply).payload());
  }

  private static Exchange.Response error(int status, String type, String message) {
    String body = "{\"Type\":\"User\",\"Message\":\"" + message + "\"}";
    return json(status, Map.of("x-amzn-ErrorType", type), LambdaService.utf8(body));
  }

  private static Exchange.Response json(int status, Map<String, String> further, byte[] body) {
    Map<String, String> headers = new HashMap<>(further);
    headers.put("Content-Type", "application/json");
    return new Exchange.Response(status, headers, body);
  }

  private static String nameOf(String text) {
    String[] parts = text.split(":");
    return text.startsWith("arn:") && parts.length > NAME_IN_ARN ? parts[NAME_IN_ARN] : parts[0];
  }
}
