package dev.sluice.examples.oil;

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
    String sediment = decimal(0, 200, 100);
    String chlorine = decimal(50, 200, 100);
    if (failedReadingsLeft > 0) {
      failedReadingsLeft--;
      return "0,0,0," + sediment + "," + random.nextInt(5) + "," + chlorine;
    }
    String hz = decimal(900, 1050, 100);
    String displacement = decimal(1500, 3000, 1000);
    int flow = 700 + random.nextInt(900);
    int psi = 70 + random.nextInt(31);
    return hz + "," + displacement + "," + flow + "," + sediment + "," + psi + "," + chlorine;
  }

  /** A random number of so many parts of a whole, without zeros at its end. */
  private String decimal(int leastParts, int mostParts, int partsOfWhole) {
    int parts = leastParts + random.nextInt(mostParts - leastParts + 1);
    int whole = parts / partsOfWhole;
    if (parts % partsOfWhole == 0) {
      return Integer.toString(whole);
    }
    // With a 1 in front, the fraction keeps its leading zeros.
    int fraction = partsOfWhole + parts % partsOfWhole;
    while (fraction % 10 == 0) {
      fraction /= 10;
    }
    return whole + "." + Integer.toString(fraction).substring(1);
  }
}
