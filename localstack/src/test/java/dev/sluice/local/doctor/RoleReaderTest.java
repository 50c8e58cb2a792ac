package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;

/** What is read of a role's policies. */
class RoleReaderTest {
  private static final String ARN = "arn:aws:iam::123456789012:role/path/clicks-bucket-role";

  private final Iam iam = new Iam();

  /** A role with a policy of its own, and one that is attached and had other versions. */
  private static final class Iam implements IamClient {
    boolean denies;
    String own = allows("dynamodb:PutItem");

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest it) {
      if (denies) {
        throw IamException.builder().message("not authorized").build();
      }
      assertThat(it.roleName()).isEqualTo("clicks-bucket-role");
      return ListRolePoliciesResponse.builder().policyNames("own").isTruncated(false).build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest it) {
      return GetRolePolicyResponse.builder().policyDocument(encoded(own)).build();
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
        ListAttachedRolePoliciesRequest it) {
      return ListAttachedRolePoliciesResponse.builder()
          .attachedPolicies(AttachedPolicy.builder().policyArn("arn:shared").build())
          .isTruncated(false)
          .build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest it) {
      return GetPolicyResponse.builder()
          .policy(policy -> policy.policyName("shared").defaultVersionId("v2"))
          .build();
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest it) {
      String action = it.versionId().equals("v2") ? "s3:GetObject" : "s3:DeleteObject";
      return GetPolicyVersionResponse.builder()
          .policyVersion(version -> version.document(encoded(allows(action))))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static String allows(String action) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"r\"}}";
  }

  private static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8);
  }

  private RoleFacts read() {
    return new RoleReader(iam).role("bucket", ARN, List.of());
  }

  @Test
  void rightsAreThoseOfItsOwnPoliciesAndOfAttachedOnesInForce() {
    assertThat(read().name()).isEqualTo("clicks-bucket-role");
    assertThat(read().unread()).isEmpty();
    assertThat(read().rights())
        .containsExactly(
            new Right(true, false, List.of("dynamodb:PutItem"), List.of("r")),
            new Right(true, false, List.of("s3:GetObject"), List.of("r")));
  }

  @Test
  void roleThatMayNotBeReadSaysWhy() {
    iam.denies = true;
    assertThat(read().unread()).contains("not authorized");
    assertThat(read().rights()).isEmpty();
  }
}
