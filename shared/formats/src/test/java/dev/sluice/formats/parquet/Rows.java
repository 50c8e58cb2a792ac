package dev.sluice.formats.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows of every type, and a file of them. */
public final class Rows {
  enum Kind {
    NEW,
    OLD
  }

  record Place(double lat, List<String> names) {}

  record Row(
      boolean flag,
      int number,
      long large,
      float some,
      double other,
      String text,
      byte[] bytes,
      Kind kind,
      Instant time,
      LocalDate date,
      Optional<Place> place,
      List<Place> places,
      Set<String> set,
      Map<String, Long> map,
      Long maybe) {}

  record Money(String name, BigDecimal price) {}

  private Rows() {}

  static Row row(int i) {
    Set<String> set = new LinkedHashSet<>(List.of("z" + i % 7, "a", "m"));
    return new Row(
        i % 2 == 0,
        i,
        Long.MIN_VALUE + i,
        i / 4f,
        i % 10 == 3 ? Double.NaN : i / 8.0,
        "text " + i % 13 + " ä",
        new byte[] {(byte) i, 0},
        i % 3 == 0 ? Kind.NEW : Kind.OLD,
        Instant.EPOCH.plusNanos(i * 1_001_000L),
        LocalDate.EPOCH.minusDays(i),
        i % 5 == 0 ? Optional.empty() : Optional.of(new Place(i, List.of())),
        i % 4 == 0 ? List.of() : List.of(new Place(1, List.of("x", "y")), new Place(2, List.of())),
        set,
        Map.of("k" + i % 3, (long) i, "b", 2L, "c", 3L, "d", 4L),
        i % 6 == 0 ? null : (long) i);
  }

  /** A file of enough rows for dictionaries, pages and all encodings. */
  public static byte[] file() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      rows.add(row(i));
    }
    return ParquetFormat.of(Row.class).file(rows);
  }
}
