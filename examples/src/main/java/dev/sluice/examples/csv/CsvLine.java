package dev.sluice.examples.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * One line of comma-separated values without quoting, split but not copied: as devices send it. A
 * field in quotes is refused rather than misread. Reading a field throws {@link LineException} if
 * it is not what it should be.
 */
public final class CsvLine {
  /** Messages name the value, but not a megabyte of it. */
  private static final int MAX_SHOWN_CHARS = 60;

  /** Two-digit years are those of this century. */
  private static final int CENTURY = 2000;

  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  private final String line;
  private final List<String> columns;
  private final int[] ends;

  private CsvLine(String line, List<String> columns, int[] ends) {
    this.line = line;
    this.columns = columns;
    this.ends = ends;
  }

  /**
   * Splits a line.
   *
   * @param columns the names of the columns that it must have
   */
  public static CsvLine of(String line, List<String> columns) {
    int[] ends = new int[columns.size()];
    int found = 0;
    int comma = -1;
    do {
      comma = line.indexOf(',', comma + 1);
      if (found < ends.length) {
        ends[found] = comma < 0 ? line.length() : comma;
      }
      found++;
    } while (comma >= 0);
    if (found != ends.length) {
      throw new LineException(
          String.format(
              Locale.ROOT,
              "the line has %d columns instead of %d (%s): '%s'",
              found,
              ends.length,
              String.join(", ", columns),
              shown(line)));
    }
    return new CsvLine(line, columns, ends);
  }

  /**
   * Text without quotes and control characters, so that it can be written as it is; may be empty.
   */
  public String text(int column) {
    String text = field(column);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c < ' ') {
        throw bad(column, c == '"' ? "fields in quotes are not supported" : "it must be printable");
      }
    }
    return text;
  }

  /** Text that is not empty. */
  public String key(int column) {
    if (start(column) == ends[column]) {
      throw bad(column, "it must not be empty");
    }
    return text(column);
  }

  /** A finite decimal number. */
  public double number(int column) {
    double number = Decimals.parse(line, start(column), ends[column]);
    if (Double.isNaN(number)) {
      throw bad(column, "it must be a decimal number within the range of a double");
    }
    return number;
  }

  /** A date as month/day/year, the year with two digits (of this century) or four. */
  public LocalDate date(int column) {
    int end = ends[column];
    int slash = line.indexOf('/', start(column));
    int second = slash < 0 ? -1 : line.indexOf('/', slash + 1);
    if (second < 0 || second >= end) {
      throw bad(column, "a date is month/day/year");
    }
    int month = digits(start(column), slash, 1, 2);
    int day = digits(slash + 1, second, 1, 2);
    int yearLength = end - second - 1;
    int year = yearLength == 3 ? -1 : digits(second + 1, end, 2, 4);
    if (month < 0 || day < 0 || year < 0) {
      throw bad(column, "a date is month/day/year, the year with two digits or four");
    }
    try {
      return LocalDate.of(yearLength == 2 ? CENTURY + year : year, month, day);
    } catch (DateTimeException e) {
      throw bad(column, "a date is month/day/year, and there is no such day");
    }
  }

  /** A time of day as hour:minute or hour:minute:second, in seconds since midnight. */
  public int secondOfDay(int column) {
    int end = ends[column];
    int colon = line.indexOf(':', start(column));
    if (colon < 0 || colon >= end) {
      throw bad(column, "a time is hour:minute");
    }
    int minuteEnd = Math.min(end, colon + 3);
    int hour = digits(start(column), colon, 1, 2);
    int minute = digits(colon + 1, minuteEnd, 2, 2);
    int second = 0;
    if (minuteEnd < end) {
      second = line.charAt(minuteEnd) == ':' ? digits(minuteEnd + 1, end, 2, 2) : -1;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      throw bad(column, "a time is hour:minute, from 0:00 to 23:59");
    }
    return hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
  }

  private int start(int column) {
    return column == 0 ? 0 : ends[column - 1] + 1;
  }

  private String field(int column) {
    return line.substring(start(column), ends[column]);
  }

  /** A number of so many ASCII digits, or -1. */
  private int digits(int from, int to, int least, int most) {
    if (to - from < least || to - from > most) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private LineException bad(int column, String why) {
    return new LineException(
        String.format(
            Locale.ROOT,
            "column '%s' is '%s': %s",
            columns.get(column),
            shown(field(column)),
            why));
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "...";
  }
}
