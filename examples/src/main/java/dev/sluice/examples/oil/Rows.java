package dev.sluice.examples.oil;

import dev.sluice.api.Window;
import dev.sluice.exact.Stats;
import dev.sluice.examples.csv.Decimals;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The lines of the output files. Nothing in them needs quotes: {@link Sensor} and the tables refuse
 * it.
 */
final class Rows {
  private Rows() {}

  /**
   * resid,date,psi,pump type,purchase date,service date,vendor,event date,technician,description.
   */
  static String enriched(Sensor alert, Vendor vendor, Maintenance event) {
    return String.join(
        ",",
        alert.resid(),
        alert.date().toString(),
        Decimals.format(alert.psi()),
        vendor.pumpType(),
        vendor.purchaseDate().toString(),
        vendor.serviceDate().toString(),
        vendor.vendor(),
        event.eventDate().toString(),
        event.technician(),
        event.description());
  }

  /** window start,window end,resid,count,min psi,max psi,avg psi. */
  static String pressure(Window window, String resid, Stats psi) {
    return String.join(
        ",",
        window.start().toString(),
        window.end().toString(),
        resid,
        Long.toString(psi.count()),
        Decimals.format(psi.min()),
        Decimals.format(psi.max()),
        Decimals.format(psi.average()));
  }

  /** resid,date,count, then max,min,avg of hz, displacement, flow and psi. */
  static String daily(Window window, String resid, Measures.Summary day) {
    return String.join(
        ",",
        resid,
        LocalDate.ofInstant(window.start(), ZoneOffset.UTC).toString(),
        Long.toString(day.psi().count()),
        maxMinAverage(day.hz()),
        maxMinAverage(day.displacement()),
        maxMinAverage(day.flow()),
        maxMinAverage(day.psi()));
  }

  private static String maxMinAverage(Stats stats) {
    return String.join(
        ",",
        Decimals.format(stats.max()),
        Decimals.format(stats.min()),
        Decimals.format(stats.average()));
  }
}
