package dev.sluice.examples.oil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TablesTest {

  @Test
  void vendorLineIsRead() {
    assertThat(Vendor.parse("BUTTE,HYDROPUMP,5/25/08,9/26/09,GENPUMP,29.686929,-91.1625"))
        .isEqualTo(
            new Vendor(
                "BUTTE",
                "HYDROPUMP",
                LocalDate.of(2008, 5, 25),
                LocalDate.of(2009, 9, 26),
                "GENPUMP",
                29.686929,
                -91.1625));
  }

  @Test
  void maintenanceLineIsRead() {
    assertThat(Maintenance.parse("COHUTTA,3/6/14,E. Simmons,Adjust bearing alignment"))
        .isEqualTo(
            new Maintenance(
                "COHUTTA", LocalDate.of(2014, 3, 6), "E. Simmons", "Adjust bearing alignment"));
  }

  @Test
  void quotesAreRefusedRatherThanMisread() {
    assertThatThrownBy(() -> Maintenance.parse("A,3/6/14,E. Simmons,\"Shutdown\""))
        .hasMessage("column 'description' is '\"Shutdown\"': fields in quotes are not supported");
    assertThatThrownBy(() -> Maintenance.parse("A,3/6/14,E. Simmons,\"Shutdown, failure\""))
        .hasMessageStartingWith("the line has 5 columns instead of 4");
  }

  @Test
  void messageNamesColumnAndValue() {
    assertThatThrownBy(() -> Vendor.parse("B,H,5/25/08,2009-09-26,G,29.686929,-91.1625"))
        .hasMessageStartingWith("column 'service date' is '2009-09-26': ");
  }
}
