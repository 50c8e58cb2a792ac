package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Pair;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final int HEADER_BYTES = 4;

  record Reading(String pump, double psi) {}

  record RenamedRecord(String pump, double psi) {}

  record RenamedComponent(String pump, double hz) {}

  record Swapped(double psi, String pump) {}

  record Boxed(String pump, Double psi) {}

  record Longer(String pump, double psi, int more) {}

  record Holder(List<Reading> readings) {}

  record HolderOfRenamed(List<RenamedComponent> readings) {}

  @Test
  void bytesAreReadByARecordOfTheSameComponentsOnly() {
    byte[] bytes = Codecs.record(Reading.class).encode(new Reading("COHUTTA", 91.5));
    assertThat(Codecs.record(RenamedRecord.class).decode(bytes))
        .isEqualTo(new RenamedRecord("COHUTTA", 91.5));
    for (Class<? extends Record> changed :
        List.of(RenamedComponent.class, Swapped.class, Boxed.class, Longer.class)) {
      assertThatThrownBy(() -> Codecs.record(changed).decode(bytes))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("components were added, removed");
    }
  }

  @Test
  void aChangeWithinANestedRecordIsRefused() {
    byte[] bytes = Codecs.record(Holder.class).encode(new Holder(List.of()));
    assertThatThrownBy(() -> Codecs.record(HolderOfRenamed.class).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("hz:float64");
  }

  @Test
  void theFormatStaysAsItIs() {
    // A change of these bytes makes all state that is stored unreadable: it needs a new version.
    assertThat(Codecs.record(Reading.class).encode(new Reading("A", 1.0)))
        .asHexString()
        .isEqualTo("012098960001413FF0000000000000");
  }

  record Paired(Pair<String, Long> pair) {}

  @Test
  void theFormatStaysAsItIsWhateverGivenCodecsSayOfThemselves() {
    Codec<Pair<String, Long>> pairs = Pair.codec(Codecs.string(), Codecs.int64());
    Codec<Paired> paired = Codecs.record(Paired.class, Map.of(Pair.class, pairs));
    assertThat(paired.shape()).isEqualTo("{pair:custom<pair<string,int64>>?}");
    assertThat(paired.encode(new Paired(Pair.of("A", 1L))))
        .asHexString()
        .isEqualTo("014E3C1A00014102");
    assertThat(
            Codecs.map(Codecs.record(Reading.class), pairs)
                .encode(Map.of(new Reading("A", 1.0), Pair.of("B", 2L))))
        .asHexString()
        .isEqualTo("012A886E010001413FF0000000000000014204");
  }

  @Test
  void bytesOfAnotherVersionAreRefused() {
    byte[] bytes = Codecs.record(Reading.class).encode(new Reading("A", 1.0));
    bytes[0] = 2;
    assertThatThrownBy(() -> Codecs.record(Reading.class).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void theStructureIsToldOnceForTheWholeValue() {
    Codec<Reading> one = Codecs.record(Reading.class);
    Reading reading = new Reading("A", 1.0);
    int body = one.encode(reading).length - HEADER_BYTES;
    assertThat(Codecs.list(one).encode(List.of(reading, reading)))
        .hasSize(HEADER_BYTES + 1 + 2 * body);
    assertThat(Codecs.record(Holder.class).encode(new Holder(List.of(reading))))
        .hasSize(HEADER_BYTES + 1 + 1 + body);
    assertThat(Codecs.map(one, Codecs.optional(one)).encode(Map.of(reading, Optional.of(reading))))
        .hasSize(HEADER_BYTES + 1 + body + 1 + body);
    assertThatThrownBy(
            () ->
                Codecs.list(Codecs.record(Swapped.class))
                    .decode(Codecs.list(one).encode(List.of())))
        .isInstanceOf(CodecException.class);
  }

  record NineReferences(
      String a, String b, String c, String d, String e, String f, String g, String h, String i) {}

  @Test
  void nullComponentsTakeABitEach() {
    Codec<NineReferences> codec = Codecs.record(NineReferences.class);
    NineReferences none = new NineReferences(null, null, null, null, null, null, null, null, null);
    assertThat(codec.encode(none)).hasSize(HEADER_BYTES + 2);
    assertThat(codec.decode(codec.encode(none))).isEqualTo(none);
    NineReferences last = new NineReferences(null, "b", null, "", null, "f", null, null, "i");
    assertThat(codec.decode(codec.encode(last))).isEqualTo(last);
    byte[] beyond = codec.encode(none);
    beyond[HEADER_BYTES + 1] = 3;
    assertThatThrownBy(() -> codec.decode(beyond)).isInstanceOf(CodecException.class);
  }

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException(value + " is not positive");
      }
    }
  }

  record AnyValue(int value) {}

  @Test
  void whatTheConstructorRefusesIsReportedAsDamage() {
    byte[] bytes = Codecs.record(AnyValue.class).encode(new AnyValue(-3));
    assertThatThrownBy(() -> Codecs.record(Positive.class).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("constructor of Positive refuses")
        .hasMessageContaining("-3 is not positive");
  }

  @Test
  void anErrorNamesTheComponent() {
    byte[] bytes = Codecs.record(Reading.class).encode(new Reading("A", 1.0));
    bytes[HEADER_BYTES + 1] = 100;
    assertThatThrownBy(() -> Codecs.record(Reading.class).decode(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("component pump of Reading: 100 bytes are needed");
  }

  @SuppressWarnings("rawtypes")
  record Unknown(URI place, List<? extends Number> numbers, Set raw, Inner inner, long[] array) {}

  record Inner(int fine, Map<String, Thread> threads) {}

  record Generic<T>(T value) {}

  record Endless(int value, List<Endless> more) {}

  @Test
  void componentsWithoutACodecAreAllNamed() {
    assertThatThrownBy(() -> Codecs.record(Unknown.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unknown: component place of type java.net.URI has no codec")
        .hasMessageContaining("component numbers of type ? extends java.lang.Number")
        .hasMessageContaining("component raw of type java.util.Set")
        .hasMessageContaining("Inner: component threads of type java.lang.Thread")
        .hasMessageContaining("component array of type long[]")
        .hasMessageContaining("Codecs.record(Unknown.class, Map.of(Type.class, codec))");
    assertThatThrownBy(() -> Codecs.record(Generic.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component value of type T");
    assertThatThrownBy(() -> Codecs.record(Endless.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component more holds its own record");
  }

  private record Link(URI place, Optional<URI> other, int weight) {}

  private record UriCodec() implements Codec<URI> {
    @Override
    public void write(URI value, ByteOutput out) {
      out.writeString(value.toString());
    }

    @Override
    public URI read(ByteInput in) {
      return URI.create(in.readString());
    }
  }

  private record Fixed() implements Codec<Integer> {
    @Override
    public void write(Integer value, ByteOutput out) {
      out.writeLong(value);
    }

    @Override
    public Integer read(ByteInput in) {
      return (int) in.readLong();
    }
  }

  @Test
  void givenCodecsAreUsedWhereverTheirTypeOccurs() {
    Codec<Link> codec =
        Codecs.record(Link.class, Map.of(URI.class, new UriCodec(), int.class, new Fixed()));
    Link link = new Link(URI.create("a:b"), Optional.of(URI.create("c:d")), 7);
    byte[] bytes = codec.encode(link);
    assertThat(bytes).hasSize(HEADER_BYTES + 1 + 4 + 1 + 4 + 8);
    assertThat(codec.decode(bytes)).isEqualTo(link);
    assertThat(codec.decode(codec.encode(new Link(null, Optional.empty(), -1))))
        .isEqualTo(new Link(null, Optional.empty(), -1));
  }

  record Pairs(Samples.Pair<Samples.Pair<Integer, String>, List<Reading>> pair) {}

  @Test
  void typeArgumentsOfNestedRecordsAreFollowed() {
    Codec<Pairs> codec = Codecs.record(Pairs.class);
    Pairs value =
        new Pairs(
            new Samples.Pair<>(new Samples.Pair<>(4, "x"), List.of(new Reading("A", Double.NaN))));
    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
  }

  record Blob(byte[] bytes) {}

  @Test
  void byteArraysComeBack() {
    Codec<Blob> codec = Codecs.record(Blob.class);
    assertThat(codec.decode(codec.encode(new Blob(new byte[] {1, 2}))).bytes())
        .containsExactly(1, 2);
  }
}
