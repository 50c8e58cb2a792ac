package dev.sluice.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Seeded values of every type that has a codec. */
final class Samples {
  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  enum Level {
    LOW,
    HIGH {
      @Override
      public String toString() {
        return "a constant with a body of its own";
      }
    }
  }

  record Point(int x, double y) {}

  record Pair<A, B>(A first, B second) {}

  record Empty() {}

  /** One of each, and more than eight references. */
  record Everything(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float single,
      double real,
      Boolean boxedFlag,
      Byte boxedTiny,
      Short boxedSmall,
      Character boxedLetter,
      Integer boxedNumber,
      Long boxedLarge,
      Float boxedSingle,
      Double boxedReal,
      String text,
      Instant time,
      LocalDate day,
      Duration span,
      BigDecimal amount,
      Level level,
      Point point,
      Pair<String, List<Integer>> pair,
      Empty empty,
      List<Point> points,
      Set<String> names,
      Map<String, Optional<Level>> levels,
      Optional<Instant> end) {}

  Everything everything() {
    return new Everything(
        random.nextBoolean(),
        (byte) random.nextInt(),
        (short) random.nextInt(),
        (char) random.nextInt(),
        int32(),
        int64(),
        (float) random.nextGaussian(),
        float64(),
        nullable(random::nextBoolean),
        nullable(() -> (byte) random.nextInt()),
        nullable(() -> (short) random.nextInt()),
        nullable(() -> (char) random.nextInt()),
        nullable(this::int32),
        nullable(this::int64),
        nullable(random::nextFloat),
        nullable(this::float64),
        nullable(this::string),
        nullable(this::instant),
        nullable(this::localDate),
        nullable(this::duration),
        nullable(this::bigDecimal),
        nullable(this::level),
        nullable(this::point),
        nullable(() -> new Pair<>(nullable(this::string), nullable(() -> list(this::int32)))),
        nullable(Empty::new),
        nullable(() -> list(this::point)),
        nullable(() -> set(this::string)),
        nullable(() -> map(this::string, () -> optional(this::level))),
        nullable(() -> optional(this::instant)));
  }

  int int32() {
    return random.nextInt() >> random.nextInt(32);
  }

  long int64() {
    return random.nextLong() >> random.nextInt(64);
  }

  double float64() {
    return switch (random.nextInt(6)) {
      case 0 -> -0.0;
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> random.nextGaussian() * 100;
    };
  }

  String string() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(8);
    for (int i = 0; i < length; i++) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? 0xFFFD : codePoint);
    }
    return text.toString();
  }

  byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  Instant instant() {
    return random.nextInt(10) == 0
        ? random.nextBoolean() ? Instant.MIN : Instant.MAX
        : Instant.ofEpochSecond(int64() >> 20, nanos());
  }

  Duration duration() {
    return Duration.ofSeconds(int64(), nanos());
  }

  private int nanos() {
    int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
    int unit = units[random.nextInt(units.length)];
    return random.nextInt(1_000_000_000 / unit) * unit;
  }

  LocalDate localDate() {
    return random.nextInt(10) == 0
        ? random.nextBoolean() ? LocalDate.MIN : LocalDate.MAX
        : LocalDate.ofEpochDay(int32() >> 4);
  }

  BigDecimal bigDecimal() {
    return new BigDecimal(
        new BigInteger(random.nextInt(200), random).subtract(BigInteger.TEN), int32());
  }

  Level level() {
    return Level.values()[random.nextInt(2)];
  }

  Point point() {
    return new Point(int32(), float64());
  }

  <T> T nullable(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  <T> Optional<T> optional(Supplier<T> value) {
    return Optional.ofNullable(nullable(value));
  }

  <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }

  <T> Set<T> set(Supplier<T> element) {
    return new LinkedHashSet<>(list(element));
  }

  <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
    Map<K, V> map = new LinkedHashMap<>();
    list(key).forEach(each -> map.put(each, value.get()));
    return map;
  }
}
