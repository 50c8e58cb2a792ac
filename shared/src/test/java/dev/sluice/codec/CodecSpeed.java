package dev.sluice.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Prints how long a record takes to be written and read; run by hand, not by the build. */
final class CodecSpeed {
  private static final int VALUES = 1 << 12;
  private static final int ROUNDS = 2_000;

  private CodecSpeed() {}

  record Reading(
      String pump,
      Instant time,
      double hz,
      double displacement,
      double flow,
      double sediment,
      double psi,
      double chlorine,
      long number) {}

  public static void main(String[] args) {
    Random random = new Random(1);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      readings.add(
          new Reading(
              "COHUTTA-" + random.nextInt(10),
              Instant.ofEpochMilli(1_394_413_800_000L + random.nextInt(1 << 30)),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextDouble(),
              random.nextInt(100_000)));
    }
    Codec<Reading> codec = Codecs.record(Reading.class);
    // Other codecs first, so that the call sites are as polymorphic as in a running app.
    Samples samples = new Samples(1);
    Codec<Samples.Everything> warm = Codecs.record(Samples.Everything.class);
    for (int i = 0; i < 20_000; i++) {
      warm.decode(warm.encode(samples.everything()));
    }
    ByteOutput out = new ByteOutput(1 << 20);
    double write = Double.MAX_VALUE;
    double read = Double.MAX_VALUE;
    long check = 0;
    for (int round = 0; round < ROUNDS; round++) {
      out.reset();
      long start = System.nanoTime();
      for (Reading reading : readings) {
        codec.write(reading, out);
      }
      long middle = System.nanoTime();
      write = Math.min(write, (middle - start) / (double) VALUES);
      byte[] bytes = out.toByteArray();
      ByteInput in = new ByteInput(bytes);
      start = System.nanoTime();
      while (in.hasRemaining()) {
        check += codec.read(in).number();
      }
      read = Math.min(read, (System.nanoTime() - start) / (double) VALUES);
    }
    System.out.printf(
        "9 components, %d bytes: write %.0f ns, read %.0f ns (%d)%n",
        out.size() / VALUES, write, read, check);
  }
}
