package dev.sluice.examples.oil;

import java.util.ArrayList;
import java.util.List;

/** The join by two nested loops. */
final class OracleTables {
  private final List<String> vendor;
  private final List<String> maintenance;

  OracleTables(List<String> vendor, List<String> maintenance) {
    this.vendor = vendor;
    this.maintenance = maintenance;
  }

  List<String> enriched(OracleReading alert) {
    List<String> rows = new ArrayList<>();
    for (String vendorLine : vendor) {
      for (String eventLine : maintenance) {
        String[] v = vendorLine.split(",", -1);
        String[] m = eventLine.split(",", -1);
        if (v[0].equals(alert.resid()) && m[0].equals(alert.resid())) {
          rows.add(
              String.join(
                  ",",
                  alert.resid(),
                  alert.date().toString(),
                  OracleNumbers.text(alert.psi()),
                  v[1],
                  OracleReading.date(v[2]).toString(),
                  OracleReading.date(v[3]).toString(),
                  v[4],
                  OracleReading.date(m[1]).toString(),
                  m[2],
                  m[3]));
        }
      }
    }
    return rows;
  }
}
