package dev.sluice.local.doctor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A statement of a policy.
 *
 * @param allows whether it allows or denies
 * @param conditional whether it holds under conditions, or by what it leaves out: whether it covers
 *     a call cannot be told then
 * @param actions patterns of what it is about
 * @param resources patterns of what is done with
 */
public record Right(
    boolean allows, boolean conditional, List<String> actions, List<String> resources) {

  /**
   * What the template allows on everything, as these have no resources or none with names that are
   * known before; a test compares it with the template.
   */
  public static final Set<String> WITHOUT_RESOURCES =
      Set.of(
          "xray:PutTelemetryRecords",
          "xray:PutTraceSegments",
          "ec2:AssignPrivateIpAddresses",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:UnassignPrivateIpAddresses");

  private static final List<String> ALL = List.of("*");

  /** Reads the statements of a policy's document. */
  static List<Right> ofDocument(String json) {
    List<Right> rights = new ArrayList<>();
    for (JsonElement each : list(JsonParser.parseString(json).getAsJsonObject().get("Statement"))) {
      JsonObject it = each.getAsJsonObject();
      boolean leavesOut = it.has("NotAction") || it.has("NotResource");
      rights.add(
          new Right(
              it.get("Effect").getAsString().equals("Allow"),
              leavesOut || it.has("Condition"),
              it.has("Action") ? texts(it.get("Action")) : ALL,
              it.has("Resource") ? texts(it.get("Resource")) : ALL));
    }
    return rights;
  }

  private static List<String> texts(JsonElement value) {
    return list(value).stream().map(JsonElement::getAsString).toList();
  }

  private static List<JsonElement> list(JsonElement value) {
    return value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
  }

  /** Whether it is about an action on a resource. */
  boolean covers(String action, String resource) {
    String lower = action.toLowerCase(Locale.ROOT); // as IAM compares actions
    return actions.stream().anyMatch(each -> matches(each.toLowerCase(Locale.ROOT), lower))
        && resources.stream().anyMatch(each -> matches(each, resource));
  }

  /** As IAM matches: a star is any text, a question mark any character. */
  public static boolean matches(String pattern, String text) {
    StringBuilder expression = new StringBuilder();
    for (char each : pattern.toCharArray()) {
      expression.append(
          each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(String.valueOf(each)));
    }
    return text.matches(expression.toString());
  }
}
