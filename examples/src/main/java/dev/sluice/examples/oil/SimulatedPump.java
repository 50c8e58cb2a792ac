package dev.sluice.examples.oil;

import java.math.BigDecimal;
import java.util.Random;

/** A pump that works within the bounds of the real ones, fails now and then, and is repaired. */
final class SimulatedPump {
  private static final int READINGS_PER_FAILURE = 150;
  private static final int LEAST_FAILED_READINGS = 3;
  private static final int MORE_FAILED_READINGS = 10;

  private final Random random;
  private int failedReadingsLeft;

  SimulatedPump(Random random) {
    this.random = random;
  }

  /** The columns from hz on. */
  String measure() {
    if (failedReadingsLeft == 0 && random.nextInt(READINGS_PER_FAILURE) == 0) {
      failedReadingsLeft = LEAST_FAILED_READINGS + random.nextInt(MORE_FAILED_READINGS);
    }
    String sediment = decimal(0, 200, 2);
    String chlorine = decimal(50, 200, 2);
    if (failedReadingsLeft > 0) {
      failedReadingsLeft--;
      return "0,0,0," + sediment + "," + random.nextInt(5) + "," + chlorine;
    }
    String hz = decimal(900, 1050, 2);
    String displacement = decimal(1500, 3000, 3);
    int flow = 700 + random.nextInt(900);
    int psi = 70 + random.nextInt(31);
    return String.join(",", hz, displacement, "" + flow, sediment, "" + psi, chlorine);
  }

  /** A decimal number without zeros at its end, from its digits. */
  private String decimal(int least, int most, int scale) {
    BigDecimal number = BigDecimal.valueOf(least + random.nextInt(most - least + 1), scale);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
