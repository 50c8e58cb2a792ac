package dev.sluice.examples.oil;

import dev.sluice.examples.csv.CsvLine;
import java.time.LocalDate;
import java.util.List;

/**
 * Where a pump comes from and where it stands.
 *
 * @param resid the pump
 * @param latitude in degrees
 * @param longitude in degrees
 */
public record Vendor(
    String resid,
    String pumpType,
    LocalDate purchaseDate,
    LocalDate serviceDate,
    String vendor,
    double latitude,
    double longitude) {

  private static final List<String> COLUMNS =
      List.of(
          "resid", "pump type", "purchase date", "service date", "vendor", "latitude", "longitude");

  /**
   * Reads a line such as {@code BUTTE,HYDROPUMP,5/25/08,9/26/09,GENPUMP,29.686929,-91.1625}.
   *
   * @throws dev.sluice.examples.csv.LineException if a column is missing, too many or not readable
   */
  public static Vendor parse(String line) {
    CsvLine fields = CsvLine.of(line, COLUMNS);
    return new Vendor(
        fields.key(0),
        fields.text(1),
        fields.date(2),
        fields.date(3),
        fields.text(4),
        fields.number(5),
        fields.number(6));
  }
}
