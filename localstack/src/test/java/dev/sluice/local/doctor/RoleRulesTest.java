package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleRulesTest {
  private static Diagnosis examine(RoleFacts role) {
    Diagnosis diagnosis = new Diagnosis();
    RoleRules.check(role, diagnosis);
    return diagnosis;
  }

  private static RoleFacts with(String function, Right... more) {
    RoleFacts it = Healthy.role(function);
    List<Right> rights = new ArrayList<>(it.rights());
    rights.addAll(List.of(more));
    return new RoleFacts(function, it.name(), rights, it.needs(), Optional.empty());
  }

  private static Right right(boolean allows, boolean conditional, String action, String resource) {
    return new Right(allows, conditional, List.of(action), List.of(resource));
  }

  private static List<String> said(RoleFacts role) {
    return examine(role).findings().stream().map(each -> each.level() + " " + each.what()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transform", "coordinator", "bucket"})
  void eachRightThatIsMissingBreaks(String function) {
    RoleFacts it = Healthy.role(function);
    assertThat(said(it)).isEmpty();
    assertThat(it.needs()).hasSizeGreaterThan(4);
    for (int i = 0; i < it.needs().size(); i++) {
      List<Right> rights = new ArrayList<>(it.rights());
      rights.remove(i);
      Need need = it.needs().get(i);
      assertThat(said(new RoleFacts(function, it.name(), rights, it.needs(), Optional.empty())))
          .containsExactly(
              "BREAKS role "
                  + it.name()
                  + " of the "
                  + function
                  + " function does not allow "
                  + need.action()
                  + " on "
                  + need.resource());
    }
  }

  @Test
  void whatIsDeniedIsNotAllowedUnlessThatDependsOnConditions() {
    String all = "arn:aws:dynamodb:*:*:table/clicks*";
    assertThat(said(with("bucket", right(false, false, "dynamodb:Q*", all))))
        .singleElement()
        .asString()
        .contains("does not allow dynamodb:Query on arn:aws:dynamodb:eu-west-1:123456789012");
    assertThat(said(with("bucket", right(false, true, "dynamodb:Q*", all)))).isEmpty();
  }

  @Test
  void whatReachesOthersThanTheAppWarns() {
    assertThat(said(with("bucket", right(true, false, "s3:Get*", "arn:aws:s3:::*"))))
        .containsExactly(
            "WARNS role clicks-bucket-role of the bucket function allows s3:GetObject also on what"
                + " is not the app's",
            "WARNS role clicks-bucket-role of the bucket function allows s3:GetObject also on what"
                + " is not the app's");
    assertThat(said(with("bucket", right(true, false, "sqs:SendMessage", "*"))))
        .containsExactly(
            "WARNS role clicks-bucket-role of the bucket function allows sqs:SendMessage on"
                + " everything");
  }

  @Test
  void denialsAndWhatDependsOnConditionsDoNotReachOthers() {
    String others = "arn:aws:s3:::*";
    assertThat(said(with("bucket", right(true, true, "s3:GetObject", others)))).isEmpty();
    assertThat(said(with("bucket", right(false, true, "s3:GetObject", others)))).isEmpty();
    assertThat(said(with("bucket", right(false, false, "s3:GetObject", "arn:aws:s3:::nobodys-*"))))
        .isEmpty();
    assertThat(said(with("bucket", right(false, false, "sqs:SendMessage", "*")))).isEmpty();
  }

  @Test
  void rolesThatCannotBeReadAreNamedAndNotJudged() {
    RoleFacts unread =
        new RoleFacts(
            "bucket", "r", List.of(), Healthy.role("bucket").needs(), Optional.of("denied"));
    assertThat(said(unread))
        .containsExactly("WARNS role r of the bucket function cannot be looked at: denied");
  }

  @Test
  void documentsAreReadInAllTheirForms() {
    List<Right> rights =
        Right.ofDocument(
            """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["s3:GetObject","S3:put*"],"Resource":"arn:aws:s3:::b/x?/*"},
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"a":"b"}}},
            {"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}
            """);
    assertThat(rights).hasSize(3);
    assertThat(rights.get(0).covers("s3:PutObject", "arn:aws:s3:::b/x1/y/z")).isTrue();
    assertThat(rights.get(0).covers("s3:PutObject", "arn:aws:s3:::b/x/y")).isFalse();
    assertThat(rights.get(0).covers("s3:DeleteObject", "arn:aws:s3:::b/x1/y")).isFalse();
    assertThat(rights.get(0).covers("s3:GetObject", "arn:aws:s3:::bx/x1/y")).isFalse();
    assertThat(rights.get(1)).isEqualTo(new Right(false, true, List.of("*"), List.of("*")));
    assertThat(rights.get(2).conditional()).isTrue();
    assertThat(Right.ofDocument("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:b\"}}"))
        .containsExactly(new Right(true, false, List.of("a:b"), List.of("*")));
  }
}
