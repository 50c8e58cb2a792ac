package dev.sluice.format;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Records with all that can stand in a field. */
final class Everything {
  enum Color {
    RED,
    BLUE
  }

  /** What has no parts, so that it fits into a row. */
  record Flat(
      boolean truth,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float rough,
      double fine,
      Integer boxed,
      String text,
      BigDecimal amount,
      Instant time,
      LocalDate day,
      Duration length,
      Color color,
      Optional<String> maybe,
      Optional<Long> count) {}

  record Deep(
      Flat flat,
      List<Flat> flats,
      Set<Color> colors,
      Map<Long, List<String>> map,
      Optional<Flat> other) {}

  private static final String[] TEXTS = {
    "", "a", "a,b", "\"", "\"\"x", "\r\n", " x ", "é€𝄞", "\u0000", "null"
  };

  private Everything() {}

  static Flat flat(Random random) {
    boolean less = random.nextBoolean();
    return new Flat(
        random.nextBoolean(),
        (byte) random.nextInt(),
        (short) random.nextInt(),
        (char) random.nextInt(0xD800),
        random.nextInt(),
        random.nextLong(),
        (float) random.nextGaussian(),
        random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300),
        less ? null : random.nextInt(),
        less ? null : text(random),
        less ? null : new BigDecimal(random.nextLong()).scaleByPowerOfTen(random.nextInt(60) - 30),
        less ? null : Instant.ofEpochSecond(random.nextInt() * 50L, random.nextInt(1_000_000_000)),
        less ? null : LocalDate.ofEpochDay(random.nextInt(4_000_000) - 2_000_000),
        less ? null : Duration.ofNanos(random.nextLong()),
        less ? null : Color.values()[random.nextInt(2)],
        random.nextBoolean() ? Optional.empty() : Optional.of(text(random)),
        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong()));
  }

  static Deep deep(Random random) {
    return new Deep(
        random.nextBoolean() ? null : flat(random),
        List.of(flat(random), flat(random)),
        Set.of(Color.values()[random.nextInt(2)]),
        Map.of(random.nextLong(), List.of(text(random)), 7L, List.of()),
        random.nextBoolean() ? Optional.empty() : Optional.of(flat(random)));
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
