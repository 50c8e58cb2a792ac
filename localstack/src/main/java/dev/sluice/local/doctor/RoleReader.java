package dev.sluice.local.doctor;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;

/** Asks IAM what roles may do. */
final class RoleReader {
  private final IamClient iam;

  RoleReader(IamClient iam) {
    this.iam = iam;
  }

  /** The role of a function; whoever may not ask IAM gets the others' facts all the same. */
  RoleFacts role(String function, String arn, List<Need> needs) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    try {
      return new RoleFacts(function, name, rights(name), needs, Optional.empty());
    } catch (SdkException | IllegalArgumentException e) {
      return new RoleFacts(function, name, List.of(), needs, Optional.of(e.getMessage()));
    }
  }

  private List<Right> rights(String role) {
    List<Right> rights = new ArrayList<>();
    for (String policy :
        iam.listRolePoliciesPaginator(request -> request.roleName(role)).policyNames()) {
      rights.addAll(
          read(
              iam.getRolePolicy(request -> request.roleName(role).policyName(policy))
                  .policyDocument()));
    }
    iam.listAttachedRolePoliciesPaginator(request -> request.roleName(role))
        .attachedPolicies()
        .forEach(
            each -> {
              String arn = each.policyArn();
              String version =
                  iam.getPolicy(request -> request.policyArn(arn)).policy().defaultVersionId();
              rights.addAll(
                  read(
                      iam.getPolicyVersion(request -> request.policyArn(arn).versionId(version))
                          .policyVersion()
                          .document()));
            });
    return rights;
  }

  /** IAM gives documents as a URL has them. */
  private static List<Right> read(String document) {
    return Right.ofDocument(URLDecoder.decode(document, StandardCharsets.UTF_8));
  }
}
