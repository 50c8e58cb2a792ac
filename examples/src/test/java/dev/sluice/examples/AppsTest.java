package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.oil.OilPumps;
import dev.sluice.examples.words.WordCount;
import dev.sluice.plan.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppsTest {

  @Test
  void appsAreFoundByName() {
    assertThat(Apps.byName()).containsOnlyKeys("clicks", "oil-pumps", "word-count");
    assertThat(Apps.byName().get("oil-pumps").get()).isInstanceOf(OilPumps.class);
    assertThat(Apps.byName().get("word-count").get()).isInstanceOf(WordCount.class);
  }

  @Test
  void allAppsCanRunWithoutTables() {
    Apps.byName()
        .forEach(
            (name, app) ->
                assertThat(Plan.of(app.get(), Map.of()).operators()).as(name).isNotEmpty());
  }
}
