package dev.sluice.local.doctor;

import java.util.List;

/** What roles must allow, and what they should not. */
final class RoleRules {
  private static final String DEPLOY =
      "put the policy back; a deployment does so only where the template changes";

  private RoleRules() {}

  static void check(RoleFacts it, Diagnosis diagnosis) {
    String role = "role " + it.name() + " of the " + it.function() + " function";
    diagnosis.check(
        it.unread().isEmpty(),
        Finding.warns(
            role + " cannot be looked at: " + it.unread().orElse(""),
            "whether the function may do what it does is not known",
            "allow whoever calls this iam:ListRolePolicies, iam:GetRolePolicy,"
                + " iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion"));
    if (it.unread().isPresent()) {
      return;
    }
    for (Need need : it.needs()) {
      diagnosis.check(
          isAllowed(it.rights(), need),
          Finding.breaks(
              role + " does not allow " + need.action() + " on " + need.resource(),
              "calls of the function fail",
              DEPLOY));
      diagnosis.check(
          it.rights().stream().noneMatch(each -> each.allows() && reaches(each, need)),
          Finding.warns(
              role + " allows " + need.action() + " also on what is not the app's",
              "whoever gets hold of the function gets more than the app's data",
              DEPLOY));
    }
    List<String> everything =
        it.rights().stream()
            .filter(each -> each.allows() && each.resources().contains("*"))
            .flatMap(each -> each.actions().stream())
            .filter(each -> !Right.WITHOUT_RESOURCES.contains(each))
            .distinct()
            .sorted()
            .toList();
    diagnosis.check(
        everything.isEmpty(),
        Finding.warns(
            role + " allows " + String.join(", ", everything) + " on everything",
            "whoever gets hold of the function gets more than the app's data",
            "name resources in the policy, where the actions have some"));
  }

  /** What is denied under conditions, or allowed under some, may be allowed: it is not judged. */
  private static boolean isAllowed(List<Right> rights, Need need) {
    List<Right> about =
        rights.stream().filter(each -> each.covers(need.action(), need.resource())).toList();
    return about.stream().anyMatch(Right::allows)
        && about.stream().noneMatch(each -> !each.allows() && !each.conditional());
  }

  private static boolean reaches(Right right, Need need) {
    return !right.conditional() && right.covers(need.action(), need.other());
  }
}
