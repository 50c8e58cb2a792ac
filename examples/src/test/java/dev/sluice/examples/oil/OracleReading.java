package dev.sluice.examples.oil;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** A line, read with the platform's own means. */
record OracleReading(
    String resid,
    LocalDate date,
    long millis,
    double hz,
    double displacement,
    double flow,
    double psi) {
  private static final DateTimeFormatter SHORT_YEAR = strict("M/d/uu");
  private static final DateTimeFormatter LONG_YEAR = strict("M/d/uuuu");
  private static final DateTimeFormatter MINUTES = strict("H:mm");
  private static final DateTimeFormatter SECONDS = strict("H:mm:ss");

  /** Nothing where the line is broken. */
  static Optional<OracleReading> of(String line) {
    try {
      return Optional.of(read(line));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OracleReading read(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 9 || !fields[0].matches("[^\"\\x00-\\x1f]+")) {
      throw new IllegalArgumentException(line);
    }
    LocalDate date = date(fields[1]);
    LocalTime time = LocalTime.parse(fields[2], fields[2].length() > 5 ? SECONDS : MINUTES);
    double[] numbers = new double[9];
    for (int i = 3; i < 9; i++) {
      numbers[i] = number(fields[i]);
    }
    return new OracleReading(
        fields[0],
        date,
        date.atTime(time).toInstant(ZoneOffset.UTC).toEpochMilli(),
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[7]);
  }

  static LocalDate date(String text) {
    boolean longYear = text.length() - text.lastIndexOf('/') == 5;
    return LocalDate.parse(text, longYear ? LONG_YEAR : SHORT_YEAR);
  }

  private static double number(String text) {
    double number = Double.parseDouble(text);
    if (!text.matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?") || Double.isInfinite(number)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
