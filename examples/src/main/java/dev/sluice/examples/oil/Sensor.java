package dev.sluice.examples.oil;

import dev.sluice.examples.csv.CsvLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A reading of a pump's sensors.
 *
 * @param line the line as it came
 * @param resid the pump
 * @param time when it was read, taken as UTC
 * @param hz oscillations of the motor per second
 * @param displacement of the pump
 * @param flow of the fluid
 * @param sedimentPpm sediment in parts per million
 * @param psi pressure in pounds per square inch
 * @param chlorinePpm chlorine in parts per million
 */
public record Sensor(
    String line,
    String resid,
    Instant time,
    double hz,
    double displacement,
    double flow,
    double sedimentPpm,
    double psi,
    double chlorinePpm) {

  private static final List<String> COLUMNS =
      List.of(
          "resid",
          "date",
          "time",
          "hz",
          "displacement",
          "flow",
          "sediment ppm",
          "psi",
          "chlorine ppm");

  private static final long SECONDS_PER_DAY = 86_400;

  /**
   * Reads a line such as {@code COHUTTA,3/10/14,1:01,10.27,1.73,881,1.56,85,1.94}.
   *
   * @throws dev.sluice.examples.csv.LineException if a column is missing, too many or not readable
   */
  public static Sensor parse(String line) {
    CsvLine fields = CsvLine.of(line, COLUMNS);
    String resid = fields.key(0);
    long second = fields.date(1).toEpochDay() * SECONDS_PER_DAY + fields.secondOfDay(2);
    return new Sensor(
        line,
        resid,
        Instant.ofEpochSecond(second),
        fields.number(3),
        fields.number(4),
        fields.number(5),
        fields.number(6),
        fields.number(7),
        fields.number(8));
  }

  /** The day of the reading in UTC. */
  public LocalDate date() {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
