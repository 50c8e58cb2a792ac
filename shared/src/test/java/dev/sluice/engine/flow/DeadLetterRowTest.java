package dev.sluice.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeadLetterRowTest {
  private static final byte[] TEXT = "a,b".getBytes(StandardCharsets.UTF_8);

  private static String row(Throwable reason) {
    return DeadLetterRow.of("lane/0", 7, reason, "x".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recordHasItsKeyAndArrivalBehindItsBytes() {
    Exception reason = new IllegalStateException("no");
    assertThat(DeadLetterRow.ofRecord("s/0", "12.3", reason, TEXT, "k,\"1\"", 1_500))
        .isEqualTo(
            "s/0,12.3,java.lang.IllegalStateException: no,utf8,\"a,b\",\"k,\"\"1\"\"\","
                + "1970-01-01T00:00:01.500Z");
    byte[] noText = {'a', (byte) 0xFF};
    assertThat(DeadLetterRow.ofRecord("s/0", "12", reason, noText, "k", 0))
        .endsWith(",base64,Yf8=,k,1970-01-01T00:00:00Z");
  }

  @Test
  void resultEndsWithItsText() {
    assertThat(row(new IllegalStateException("no")))
        .isEqualTo("lane/0,7,java.lang.IllegalStateException: no,utf8,x");
  }

  @Test
  void causesFollowTheReasonWithTheirFirstLine() {
    Exception root = new IllegalArgumentException("root\nsee the manual");
    Exception reason = new IllegalStateException("top", new IllegalStateException("mid", root));
    assertThat(row(reason))
        .contains(
            ",java.lang.IllegalStateException: top"
                + "; caused by java.lang.IllegalStateException: mid"
                + "; caused by java.lang.IllegalArgumentException: root,utf8");
  }

  @Test
  void causeThatTheReasonRepeatsAlreadyIsNotSaidTwice() {
    assertThat(row(new RuntimeException(new IllegalStateException("deep"))))
        .contains("java.lang.RuntimeException: java.lang.IllegalStateException: deep,utf8");
  }

  @Test
  void errorsOfOurOwnSayAllThatTheirCausesDo() {
    assertThat(
            row(new RuntimeException("SLUICE-D11 the record", new IllegalStateException("gson"))))
        .doesNotContain("gson");
  }

  @Test
  void causesInACircleEnd() {
    Exception one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("two", one));
    assertThat(row(one)).contains("one; caused by java.lang.IllegalStateException: two,utf8");
  }

  @Test
  void causeThatCompiledCodeThrowsWithoutAMessageIsNamedByItsClass() {
    assertThat(row(new IllegalStateException("top", new NullPointerException("because of x"))))
        .contains("top; caused by java.lang.NullPointerException,utf8");
  }
}
