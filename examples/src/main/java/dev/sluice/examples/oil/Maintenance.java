package dev.sluice.examples.oil;

import dev.sluice.examples.csv.CsvLine;
import java.time.LocalDate;
import java.util.List;

/**
 * Something that was done to a pump.
 *
 * @param resid the pump
 */
public record Maintenance(
    String resid, LocalDate eventDate, String technician, String description) {

  private static final List<String> COLUMNS =
      List.of("resid", "event date", "technician", "description");

  /**
   * Reads a line such as {@code COHUTTA,3/15/11,J.Thomas,Install}.
   *
   * @throws dev.sluice.examples.csv.LineException if a column is missing, too many or not readable
   */
  public static Maintenance parse(String line) {
    CsvLine fields = CsvLine.of(line, COLUMNS);
    return new Maintenance(fields.key(0), fields.date(1), fields.text(2), fields.text(3));
  }
}
