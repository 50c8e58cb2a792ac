package dev.sluice.local.lambda;

import java.util.List;

/**
 * How Lambda's runtimes for Java start a process: a heap of 85 of 100 parts of the function's
 * memory, the serial collector, and the first compiler only. The compiler is documented (Lambda
 * developer guide, "Customize Java runtime startup behavior"); the share of the heap is what
 * functions see that ask for their own flags.
 */
public final class JavaFlags {
  private static final int HEAP_PARTS_OF_100 = 85;
  private static final int KILOBYTES = 1024;

  private JavaFlags() {}

  /** The flags for a function with so much memory. */
  public static List<String> of(int memoryMegabytes) {
    int heapKilobytes = memoryMegabytes * KILOBYTES * HEAP_PARTS_OF_100 / 100;
    return List.of(
        "-Xmx" + heapKilobytes + "k",
        "-XX:+UseSerialGC",
        "-XX:+TieredCompilation",
        "-XX:TieredStopAtLevel=1");
  }
}
