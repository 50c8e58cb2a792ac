package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.graph.Node;
import dev.sluice.plan.Operator;
import dev.sluice.plan.Plan;
import dev.sluice.plan.PlanException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OilPumpsPlanTest {
  private static final List<String> VENDOR =
      List.of("BUTTE,HYDROPUMP,5/25/08,9/26/09,GENPUMP,29.686929,-91.1625");
  private static final List<String> MAINTENANCE = List.of("BUTTE,10/2/09,W.Stevens,Install");

  @Test
  void withoutTablesAlertsAreNotEnriched() {
    Plan plan = Plan.of(new OilPumps(), Map.of());

    assertThat(plan.streams()).containsExactly("sensors");
    assertThat(plan.operators().stream().map(Operator::id))
        .containsExactly("alerts", "daily", "dead-letter/sensors", "pressure");
  }

  @Test
  void withTablesAlertsAreEnriched() {
    Plan plan = Plan.of(new OilPumps(), Map.of("vendor", VENDOR, "maintenance", MAINTENANCE));

    assertThat(plan.operators().stream().map(Operator::id)).contains("alerts-enriched");
  }

  @Test
  void oneTableAloneIsRefusedAndTheOtherNamed() {
    assertThatThrownBy(() -> Plan.of(new OilPumps(), Map.of("vendor", VENDOR)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("'maintenance', which was not given");
    assertThatThrownBy(() -> Plan.of(new OilPumps(), Map.of("maintenance", MAINTENANCE)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("'vendor', which was not given");
  }

  @Test
  void unreadableTableLineIsNamed() {
    Map<String, List<String>> tables =
        Map.of("vendor", VENDOR, "maintenance", List.of("BUTTE,2009,W.Stevens,Install"));

    assertThatThrownBy(() -> Plan.of(new OilPumps(), tables))
        .hasMessageContaining("table 'maintenance', line 1")
        .hasMessageContaining("column 'event date' is '2009'");
  }

  @Test
  void outOfOrdernessIsFiveMinutesUnlessGiven() {
    assertThat(outOfOrderness(new OilPumps())).isEqualTo(Duration.ofMinutes(5));
    assertThat(outOfOrderness(new OilPumps(Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofMinutes(1));
  }

  private static Duration outOfOrderness(OilPumps app) {
    List<Node.EventTime> declared = Plan.of(app, Map.of()).eventTimes();
    assertThat(declared).hasSize(1);
    return declared.get(0).outOfOrderness();
  }
}
