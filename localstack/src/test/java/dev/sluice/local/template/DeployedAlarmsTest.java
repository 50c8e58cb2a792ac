package dev.sluice.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the alarms of the template tell. */
class DeployedAlarmsTest {
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final String ALARMS = "infra/alarms.yaml";

  /** In {@code infra/alarms.yaml}, whose references to its own resources are their names here. */
  private static final String MAIL = "Topic";

  /** All alarms of a stack, as its templates hand things on to one another. */
  private static Map<String, Map<String, Object>> alarms(String mail, String topic) {
    DeployedTemplate stack =
        new DeployedTemplate(Map.of("AlarmEmail", mail, "AlarmTopicArn", topic));
    Map<String, Map<String, Object>> stacks = stack.resources("AWS::CloudFormation::Stack");
    Map<String, Object> outputs = new TreeMap<>();
    Map<String, Map<String, Object>> alarms = new TreeMap<>();
    for (String name : List.of("AlarmsStack", "AppAlarmsStack")) {
      Map<String, Object> nested = stacks.get(name);
      Map<String, String> given = new HashMap<>();
      DeployedTemplate.map(nested.get("Parameters"))
          .forEach(
              (each, value) ->
                  given.put(each, String.valueOf(outputs.getOrDefault(value.toString(), value))));
      DeployedTemplate of =
          DeployedTemplate.nested(String.valueOf(nested.get("TemplateURL")), given);
      if (nested.get("TemplateURL").equals(ALARMS)) {
        of.outputs().forEach((each, value) -> outputs.put(name + ".Outputs." + each, value));
      }
      alarms.putAll(of.resources(ALARM));
    }
    return alarms;
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "team@example.com, ''",
    "'', arn:aws:sns:us-east-1:123456789012:own",
    "team@example.com, arn:aws:sns:us-east-1:123456789012:own"
  })
  void everyAlarmTellsTheAddressAndTheTopicWhenItBeginsAndWhenItEnds(String mail, String topic) {
    List<String> told =
        List.of(topic, mail.isEmpty() ? "" : MAIL).stream().filter(e -> !e.isEmpty()).toList();
    assertThat(alarms(mail, topic))
        .containsKeys("RecordsWait", "ResultsWait", "DeadLetters", "RecordsExpired")
        .allSatisfy(
            (name, alarm) ->
                assertThat(alarm)
                    .containsEntry("AlarmActions", told)
                    .containsEntry("OKActions", told));
  }
}
