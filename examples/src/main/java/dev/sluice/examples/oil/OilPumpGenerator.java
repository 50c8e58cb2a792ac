package dev.sluice.examples.oil;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes lines of readings as ten oil pumps would send them, without end, in the order of time: one
 * of each pump, then, a step later, one of each again. Now and then a pump fails for a while, so
 * that its pressure falls below 5 psi, and now and then a line is broken. The same arguments give
 * the same lines on every JDK.
 */
public final class OilPumpGenerator implements Iterator<OilPumpGenerator.Reading> {

  /** The pumps in the order in which they send. */
  public static final List<String> PUMPS =
      List.of(
          "COHUTTA",
          "NANTAHALLA",
          "THERMALITO",
          "BUTTE",
          "CARGO",
          "LAGNAPPE",
          "CHER",
          "ANDOUILLE",
          "MOJO",
          "BBKING");

  /** One line in so many is broken. */
  private static final int LINES_PER_BROKEN_LINE = 200;

  /**
   * A line on its way to the stream.
   *
   * @param time when it was made, to the second; its line says the same, unless it is broken
   * @param pump whose line it is: the partition key
   * @param line without line end
   * @param broken whether it does not parse, on purpose
   */
  public record Reading(Instant time, String pump, String line, boolean broken) {}

  // Its algorithm is part of its specification, unlike that of newer generators.
  private final Random random;
  private final Instant start;
  private final Duration step;
  private final List<SimulatedPump> pumps = new ArrayList<>();
  private long made;

  /**
   * @param start time of the first readings, in years 2000 to 2099 as lines have two-digit years
   * @param step time from one reading of a pump to its next, at least a second. Times have minutes
   *     only, as those of the real pumps, if it is a minute or more; else seconds as well
   */
  public OilPumpGenerator(long seed, Instant start, Duration step) {
    int year = start.atOffset(ZoneOffset.UTC).getYear();
    if (year < 2000 || year > 2099) {
      throw new IllegalArgumentException("a start in years 2000 to 2099 is needed, not " + start);
    }
    if (step.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a step of at least a second is needed, not " + step);
    }
    this.random = new Random(seed);
    this.start = start;
    this.step = step;
    PUMPS.forEach(name -> pumps.add(new SimulatedPump(random)));
  }

  /** The readings from here on, without end. */
  public Stream<Reading> readings() {
    return Stream.generate(this::next);
  }

  /** Always true up to the end of the century. */
  @Override
  public boolean hasNext() {
    return time().atOffset(ZoneOffset.UTC).getYear() <= 2099;
  }

  @Override
  public Reading next() {
    if (!hasNext()) {
      throw new NoSuchElementException("two-digit years end before " + time());
    }
    int pump = (int) (made % PUMPS.size());
    Instant time = time();
    made++;
    String line = PUMPS.get(pump) + "," + text(time) + "," + pumps.get(pump).measure();
    boolean broken = random.nextInt(LINES_PER_BROKEN_LINE) == 0;
    return new Reading(time, PUMPS.get(pump), broken ? broken(line) : line, broken);
  }

  private Instant time() {
    long seconds = start.plus(step.multipliedBy(made / PUMPS.size())).getEpochSecond();
    return Instant.ofEpochSecond(hasSeconds() ? seconds : seconds - Math.floorMod(seconds, 60));
  }

  private boolean hasSeconds() {
    return step.compareTo(Duration.ofMinutes(1)) < 0;
  }

  private String text(Instant time) {
    LocalDateTime t = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(20);
    text.append(t.getMonthValue()).append('/').append(t.getDayOfMonth());
    twoDigits(text.append('/'), t.getYear() % 100).append(',').append(t.getHour());
    twoDigits(text.append(':'), t.getMinute());
    return (hasSeconds() ? twoDigits(text.append(':'), t.getSecond()) : text).toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Damages a line in one of the ways in which lines do get damaged. */
  private String broken(String line) {
    List<String> fields = new ArrayList<>(List.of(line.split(",")));
    switch (random.nextInt(6)) {
      case 0 -> fields.remove(fields.size() - 1);
      case 1 -> fields.add("0");
      case 2 -> fields.set(7, "NaN");
      case 3 -> fields.set(3, "n/a");
      case 4 -> fields.set(1, "13/32/14");
      default -> fields.set(2, "24:00");
    }
    return String.join(",", fields);
  }
}
