package dev.sluice.engine.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ports.HashRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRecordTest {
  private static final BigInteger GREATEST = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private static List<Packer.Input> inputs(Random random) {
    List<Packer.Input> inputs = new ArrayList<>();
    for (int n = 1 + random.nextInt(30); n > 0; n--) {
      byte[] data = new byte[random.nextInt(random.nextInt(8) == 0 ? 3_000 : 20)];
      random.nextBytes(data);
      BigInteger hashKey = random.nextBoolean() ? null : new BigInteger(128, random);
      inputs.add(new Packer.Input("kö-" + random.nextInt(6), hashKey, data));
    }
    return inputs;
  }

  @Test
  void whatWasPackedIsUnpackedWithItsKeys() throws Exception {
    for (long seed = 1; seed <= 300; seed++) {
      List<Packer.Input> inputs = inputs(new Random(seed));
      byte[] data = new Packer(seed).pack(inputs);
      assertThat(PackedRecord.isPacked(data)).isTrue();
      List<PackedRecord.User> users = PackedRecord.unpack(data);
      assertThat(users).as("seed %d", seed).hasSameSizeAs(inputs);
      for (int i = 0; i < users.size(); i++) {
        Packer.Input input = inputs.get(i);
        assertThat(users.get(i).partitionKey()).isEqualTo(input.partitionKey());
        assertThat(users.get(i).data()).isEqualTo(input.data());
        assertThat(users.get(i).hashKey())
            .isEqualTo(
                input.hashKey() == null ? HashRange.hash(input.partitionKey()) : input.hashKey());
      }
    }
  }

  /** Written down by hand, so that packer and reader cannot be wrong together. */
  @Test
  void bytesOfTheFormatAreRead() throws Exception {
    String tables = "0a0161" + "0a026263" + "12023737";
    String records = "1a0508001a0168" + "1a07080110001a0169";
    List<PackedRecord.User> users =
        PackedRecord.unpack(Packer.seal(HexFormat.of().parseHex(tables + records)));
    assertThat(users.stream().map(PackedRecord.User::partitionKey)).containsExactly("a", "bc");
    assertThat(users.stream().map(each -> new String(each.data()))).containsExactly("h", "i");
    assertThat(users.get(0).hashKey().toString(16)).isEqualTo("cc175b9c0f1b6a831c399e269772661");
    assertThat(users.get(1).hashKey()).isEqualTo(BigInteger.valueOf(77));
  }

  @Test
  void anyDamageBehindARightDigestIsFoundOrHarmless() {
    byte[] message = new Packer(5).message(inputs(new Random(5)));
    int found = 0;
    for (int i = 0; i < message.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] other = message.clone();
        other[i] ^= (byte) (1 << bit);
        found += isDamaged(other) ? 1 : 0;
      }
      found += isDamaged(Arrays.copyOf(message, i)) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(message.length);
  }

  @Test
  void noiseIsDamage() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      isDamaged(noise);
    }
    assertThat(isDamaged(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1})).isTrue();
  }

  private static boolean isDamaged(byte[] message) {
    try {
      assertThat(PackedRecord.unpack(Packer.seal(message))).isNotEmpty();
      return false;
    } catch (DamagedException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }

  private static byte[] record(byte[]... fields) {
    return Packer.field(3, Packer.join(fields));
  }

  private static void assertDamaged(String why, byte[]... fields) {
    assertThatThrownBy(() -> PackedRecord.unpack(Packer.seal(Packer.join(fields))))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void keysAreNotMoreThanRecordsMayBe() {
    byte[] none = Packer.field(1, new byte[0]);
    byte[][] fields = new byte[1024 * 1024 + 2][];
    java.util.Arrays.fill(fields, none);
    assertDamaged("keys", fields);
  }

  @Test
  void damageIsNamed() {
    byte[] key = Packer.field(1, Packer.utf8("k"));
    byte[] data = Packer.field(3, new byte[] {1});
    byte[] first = Packer.number(1, 0);
    assertDamaged("no records");
    assertDamaged("no records", key);
    assertDamaged("no data", key, record(first));
    assertDamaged("no partition key", key, record(data));
    assertDamaged("points at key 1, counted from 0, of 1", key, record(Packer.number(1, 1), data));
    assertDamaged("points at key 18446744073709551615", key, record(Packer.number(1, -1), data));
    assertDamaged("of 0", key, record(first, Packer.number(2, 0), data));
    assertDamaged("no UTF-8", Packer.field(1, new byte[] {-1}), record(first, data));
    assertDamaged("of type 0, not of 2", key, Packer.number(3, 4));
    assertDamaged("of type 2, not of 0", key, record(key, data));
    assertDamaged("of type 3", key, new byte[] {8 << 3 | 3});
    assertDamaged("no number", key, new byte[] {2});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "x", "٣", "340282366920938463463374607431768211456", "1e9", "+1"})
  void hashKeyThatIsNoneIsDamage(String hashKey) {
    assertDamaged("explicit hash key", Packer.field(2, Packer.utf8(hashKey)));
  }

  @Test
  void greatestHashKeyIsOne() throws Exception {
    byte[] data = new Packer(1).pack(List.of(new Packer.Input("k", GREATEST, new byte[0])));
    assertThat(PackedRecord.unpack(data).get(0).hashKey()).isEqualTo(GREATEST);
  }

  @Test
  void moreRecordsThanALibraryPacksAreRefusedBeforeTheyFillTheMemory() throws Exception {
    byte[] key = Packer.field(1, Packer.utf8("k"));
    byte[] record = record(Packer.number(1, 0), Packer.field(3, new byte[0]));
    byte[] most = new byte[PackedRecord.MAX_RECORDS * record.length];
    for (int i = 0; i < PackedRecord.MAX_RECORDS; i++) {
      System.arraycopy(record, 0, most, i * record.length, record.length);
    }
    assertThat(PackedRecord.unpack(Packer.seal(Packer.join(key, most))))
        .hasSize(PackedRecord.MAX_RECORDS);
    assertDamaged("more than 262144 records", key, most, record);
  }

  @Test
  void recordThatOnlyLooksLikeAnAggregateIsNone() {
    byte[] packed = new Packer(3).pack(inputs(new Random(3)));
    for (int i = 0; i < packed.length; i += 7) {
      byte[] other = packed.clone();
      other[i] ^= 1;
      assertThat(PackedRecord.isPacked(other)).isFalse();
    }
    for (int length = 0; length < packed.length; length += 5) {
      assertThat(PackedRecord.isPacked(Arrays.copyOf(packed, length))).isFalse();
    }
    assertThat(PackedRecord.isPacked(Packer.seal(new byte[0]))).isTrue();
  }
}
