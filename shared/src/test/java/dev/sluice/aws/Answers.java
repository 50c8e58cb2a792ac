package dev.sluice.aws;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import software.amazon.awssdk.core.exception.SdkException;

/** What a service answers, one call behind the other; a fault is thrown. */
final class Answers {
  private final Deque<Object> answers = new ArrayDeque<>();

  void add(Object answer) {
    answers.add(answer);
  }

  void addAll(Collection<?> some) {
    answers.addAll(some);
  }

  /** Whether all calls came that were to be answered. */
  boolean isEmpty() {
    return answers.isEmpty();
  }

  <T> T next(Class<T> type) {
    Object answer = answers.remove();
    if (answer instanceof SdkException fault) {
      throw fault;
    }
    return type.cast(answer);
  }
}
