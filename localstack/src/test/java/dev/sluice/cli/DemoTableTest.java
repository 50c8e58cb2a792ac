package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.memory.MemoryObjects;
import dev.sluice.ports.Metrics;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoTableTest {
  private final MemoryObjects outputs = new MemoryObjects(Metrics.NONE);

  private void put(String name, String text) {
    outputs.putIfAbsent(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFullestWindowIsShownWithTheRowsOfAllItsPartsByPump() {
    put("daily-1.csv/part-00000", "other");
    put("pressure-1.csv/part-00000", "t0,t1,B,2,1.5,10,5.25\nt0,t1,A,7,0,99.5,50\n");
    put("pressure-1.csv/_SUCCESS", "part-00000");
    put("pressure-2.csv/part-00000", "t1,t2,B,4,1.5,10,5.2\n");
    put("pressure-2.csv/part-00001", "t1,t2,A,6,0,9,5.12345\n");
    put("pressure-3.csv/part-00000", "t2,t3,A,9,0,9,5\n");

    DemoTable table = DemoTable.of(outputs);

    assertThat(table.lines())
        .containsExactly(
            "",
            "3 windows of an hour every ten minutes closed; the fullest one:",
            "from                  to                    pump         count     min     max"
                + "      avg",
            "t1                    t2                    A                6       0       9"
                + "    5.123",
            "t1                    t2                    B                4     1.5      10"
                + "    5.200");
    assertThat(ValueText.json(table.fields()))
        .startsWith(
            "{\"windows\":3,\"fullestWindow\":[{\"from\":\"t1\",\"to\":\"t2\",\"pump\":\"A\"")
        .contains("\"count\":6,\"min\":0,\"max\":9,\"average\":5.12345}");
  }

  @Test
  void withoutWindowsThereAreNoRows() {
    assertThat(ValueText.json(DemoTable.of(outputs).fields()))
        .isEqualTo("{\"windows\":0,\"fullestWindow\":[]}");
  }
}
