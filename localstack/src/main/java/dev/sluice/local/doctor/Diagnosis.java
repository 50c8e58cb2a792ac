package dev.sluice.local.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What was looked at, and what of it is not as it should be. */
public final class Diagnosis {
  private final List<Finding> findings = new ArrayList<>();
  private int checks;

  /** Notes whether one thing is as it should be. */
  void check(boolean right, Finding otherwise) {
    checks++;
    if (!right) {
      findings.add(otherwise);
    }
  }

  /** How many things were looked at. */
  public int checks() {
    return checks;
  }

  /** What is not as it should be, the worst first. */
  public List<Finding> findings() {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparing(Finding::level));
    return Collections.unmodifiableList(sorted);
  }

  /** Whether a guarantee is broken. */
  public boolean isBroken() {
    return findings.stream().anyMatch(each -> each.level() == Finding.Level.BREAKS);
  }
}
