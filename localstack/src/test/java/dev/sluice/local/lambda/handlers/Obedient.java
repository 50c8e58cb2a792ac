package dev.sluice.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Does what its event says. */
public final class Obedient implements RequestHandler<Map<String, String>, Map<String, Object>> {
  private int calls;

  @Override
  public Map<String, Object> handleRequest(Map<String, String> event, Context context) {
    calls++;
    String what = event.getOrDefault("do", "");
    switch (what) {
      case "throw" -> throw new IllegalStateException("as it was told");
      case "exit" -> {
        System.out.println("the last words");
        System.exit(3);
      }
      case "sleep" -> sleep();
      case "say" -> System.out.println(event.get("text"));
      default -> {}
    }
    return Map.of(
        "calls", calls,
        "function", context.getFunctionName(),
        "remaining", context.getRemainingTimeInMillis(),
        "heap", Runtime.getRuntime().maxMemory(),
        "variable", System.getenv().getOrDefault("SOME_VARIABLE", "none"),
        "home", System.getenv().getOrDefault("HOME", "none"));
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
