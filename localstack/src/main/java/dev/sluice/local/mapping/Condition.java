package dev.sluice.local.mapping;

/** Why a batch was discarded. */
public enum Condition {
  /** It failed once more than it may be tried again. */
  RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
  /** Its records are older than the mapping's maximum record age. */
  RECORD_AGE_EXCEEDED("RecordAgeExceeded");

  private final String text;

  Condition(String text) {
    this.text = text;
  }

  /** Lambda's name for it. */
  public String text() {
    return text;
  }
}
