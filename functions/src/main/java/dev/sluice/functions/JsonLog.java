package dev.sluice.functions;

import dev.sluice.ports.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes each line as a JSON object, so that CloudWatch Logs can search by its fields: {@code
 * timestamp} and {@code level}, by which Lambda filters, {@code message}, {@code app}, the fields
 * of what is said, and {@code cause}, the code of the error, where there is one.
 */
final class JsonLog implements FunctionLog {
  private static final Pattern CODE = Pattern.compile("SLUICE-[A-Z][0-9]{2}");

  private final String app;
  private final Clock clock;
  private final Consumer<String> lines;

  /**
   * @param app the app's name
   * @param lines takes each line, without its end
   */
  JsonLog(String app, Clock clock, Consumer<String> lines) {
    this.app = app;
    this.clock = clock;
    this.lines = lines;
  }

  @Override
  public void warn(String text, Map<String, String> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", Instant.ofEpochMilli(clock.nowMillis()).toString());
    line.put("level", "WARN");
    line.put("message", text);
    line.put("app", app);
    line.putAll(new TreeMap<>(fields));
    Matcher code = CODE.matcher(text);
    if (code.find()) {
      line.put("cause", code.group());
    }
    lines.accept(EventJson.line(line));
  }
}
