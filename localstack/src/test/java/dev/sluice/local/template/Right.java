package dev.sluice.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A statement of a policy: what may be done with what. */
record Right(String sid, boolean allows, List<String> actions, List<String> resources) {

  /** What a role's own policies say, without those that it shares with others. */
  static List<Right> ofRole(Map<String, Object> role) {
    List<Right> rights = new ArrayList<>();
    for (Object policy : DeployedTemplate.list(role.get("Policies"))) {
      rights.addAll(ofDocument(DeployedTemplate.map(policy).get("PolicyDocument")));
    }
    return rights;
  }

  static List<Right> ofDocument(Object document) {
    return DeployedTemplate.list(DeployedTemplate.map(document).get("Statement")).stream()
        .map(DeployedTemplate::map)
        .map(
            each ->
                new Right(
                    String.valueOf(each.get("Sid")),
                    each.get("Effect").equals("Allow"),
                    texts(each.get("Action")),
                    texts(each.get("Resource"))))
        .toList();
  }

  private static List<String> texts(Object value) {
    return DeployedTemplate.list(value).stream().map(String::valueOf).toList();
  }

  /** Whether it is for what Lambda does in the name of a function, and not for the code. */
  boolean isForLambda() {
    return sid.startsWith("Platform") || sid.startsWith("Mapping");
  }

  boolean covers(AwsCall call) {
    return allows
        && actions.contains(call.action())
        && resources.stream().anyMatch(each -> matches(each, call.resource()));
  }

  /** As IAM matches: a star is any text. */
  static boolean matches(String pattern, String resource) {
    String[] parts = pattern.split("\\*", -1);
    StringBuilder expression = new StringBuilder(Pattern.quote(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      expression.append(".*").append(Pattern.quote(parts[i]));
    }
    return resource.matches(expression.toString());
  }
}
