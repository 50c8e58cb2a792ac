package dev.sluice.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {

  private static final SequenceNumber NUMBER =
      new SequenceNumber(1_400_000_000L, 77, 1_400_000_012_345L, 3);

  @Test
  void hasFiftySixDigits() {
    assertThat(NUMBER.toText()).hasSize(56).containsOnlyDigits();
    assertThat(new SequenceNumber(0, 0, 0, 0).toText()).hasSize(56);
    assertThat(
            new SequenceNumber((1L << 36) - 1, Long.MAX_VALUE, (1L << 48) - 1, Integer.MAX_VALUE)
                .toText())
        .hasSize(56);
  }

  @Test
  void showsShardAndVersionWhereClientsOfKinesisLookForThem() {
    // The Kinesis client library reads the shard from bits 4 to 35 and the version from bit 184 on.
    BigInteger bits = new BigInteger(NUMBER.toText());

    assertThat(bits.shiftRight(4).intValue()).isEqualTo(3);
    assertThat(bits.shiftRight(184).intValue()).isEqualTo(2);
    assertThat(bits.bitLength()).isEqualTo(186);
  }

  @Test
  void isReadBackAsItWas() {
    assertThat(SequenceNumber.parse(NUMBER.toText())).contains(NUMBER);
  }

  @Test
  void risesWithTheCounterWhateverTheShardAndStamp() {
    SequenceNumber next = new SequenceNumber(1_400_000_000L, 78, 0, 0);

    assertThat(new BigInteger(next.toText())).isGreaterThan(new BigInteger(NUMBER.toText()));
  }

  @Test
  void otherDigitsAreNoSequenceNumber() {
    assertThat(SequenceNumber.parse("0")).isEmpty();
    assertThat(SequenceNumber.parse("9".repeat(56))).isEmpty();
    assertThat(SequenceNumber.parse(new BigInteger(NUMBER.toText()).add(BigInteger.ONE).toString()))
        .isEmpty();
  }
}
