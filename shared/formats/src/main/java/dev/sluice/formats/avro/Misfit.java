package dev.sluice.formats.avro;

/** A value that does not fit, with the way to it; becomes an error with a code at the record. */
final class Misfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String what;

  Misfit(String what) {
    this("", what, null);
  }

  Misfit(String what, Throwable cause) {
    this("", what, cause);
  }

  private Misfit(String path, String what, Throwable cause) {
    super((path.isEmpty() ? "the record" : "field " + path) + ": " + what, cause);
    this.path = path;
    this.what = what;
  }

  /** The same, seen from the record that holds the field. */
  Misfit within(String field) {
    return new Misfit(path.isEmpty() ? field : field + "." + path, what, getCause());
  }
}
