package dev.sluice.plan;

import java.util.List;

/** An app whose graph cannot run, with everything that is wrong with it. */
public final class PlanException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The faults, each with a code, what is wrong and what to do. */
  private final transient List<String> faults;

  PlanException(List<String> faults) {
    this(faults, null);
  }

  PlanException(List<String> faults, Throwable cause) {
    super("the app cannot run:\n  " + String.join("\n  ", faults), cause);
    this.faults = List.copyOf(faults);
  }

  /** The faults, each {@code SLUICE-P.. <operator>: what is wrong; what to do}. */
  public List<String> faults() {
    return faults;
  }
}
