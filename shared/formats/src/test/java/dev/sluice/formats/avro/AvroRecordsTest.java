package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.format.FormatException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** Java records in Avro, with a derived schema or a given one. */
class AvroRecordsTest {
  enum Kind {
    NEW,
    OLD
  }

  record Place(double lat, float lon) {}

  record Everything(
      boolean flag,
      byte tiny,
      short small,
      int whole,
      long large,
      Integer box,
      String text,
      byte[] bytes,
      Kind kind,
      Instant time,
      LocalDate date,
      Duration took,
      Place place,
      Optional<Place> other,
      List<Long> list,
      Set<String> set,
      Map<String, Place> map) {
    /** Arrays are equal to themselves only. */
    Everything withBytes(byte[] same) {
      return new Everything(
          flag, tiny, small, whole, large, box, text, same, kind, time, date, took, place, other,
          list, set, map);
    }
  }

  record Money(String name, BigDecimal price, Instant at) {}

  record Small(String name, short count) {}

  private static Everything everything(byte[] bytes) {
    return new Everything(
        true,
        Byte.MIN_VALUE,
        Short.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        null,
        "ä\uD83D\uDE00",
        bytes,
        Kind.OLD,
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        LocalDate.of(1960, 2, 29),
        Duration.ofMinutes(-90),
        new Place(Double.NaN, -0.0f),
        Optional.of(new Place(1.5, 2.5f)),
        List.of(3L, 1L, 2L),
        Set.of("x", "yy"),
        Map.of("a", new Place(0, 0), "b", new Place(1, 1)));
  }

  @Test
  void everyTypeComesBackAsItWas() throws Exception {
    AvroFormat<Everything> format = AvroFormat.of(Everything.class);
    byte[] bytes = {1, 2, (byte) 0xFF};
    Everything value = everything(bytes);

    Everything back = format.decoder().decode(format.encode(value));
    assertThat(back.bytes()).isEqualTo(bytes);
    assertThat(back.withBytes(bytes)).isEqualTo(value);
    assertThat(back.other()).contains(new Place(1.5, 2.5f));
  }

  @Test
  void avroItselfReadsWhatWasWritten() throws Exception {
    AvroFormat<Everything> format = AvroFormat.of(Everything.class);
    byte[] data = format.encode(everything(new byte[] {7}));

    GenericRecord plain =
        new GenericDatumReader<GenericRecord>(format.schema())
            .read(null, DecoderFactory.get().binaryDecoder(data, null));
    assertThat(plain.get("text")).hasToString("ä\uD83D\uDE00");
    assertThat(plain.get("time")).isEqualTo(-1L);
    assertThat(plain.get("date")).isEqualTo((int) LocalDate.of(1960, 2, 29).toEpochDay());
    assertThat(plain.get("kind")).hasToString("OLD");
    assertThat(plain.get("took")).hasToString("PT-1H-30M");
    assertThat(plain.get("box")).isNull();
  }

  @Test
  void fieldsAreFoundByNameAndOthersArePassedOver() throws Exception {
    Schema written =
        schema(
            "{'name':'extra','type':{'type':'array','items':'string'}},"
                + "{'name':'count','type':'int'},{'name':'name','type':'string'}");
    GenericRecord old = new GenericData.Record(written);
    old.put("extra", List.of("x", "y"));
    old.put("count", 7);
    old.put("name", "n");
    byte[] data = AvroFormat.of(written).encode(old);

    assertThat(AvroFormat.of(Small.class).decoder(written).decode(data))
        .isEqualTo(new Small("n", (short) 7));
  }

  @Test
  void timesAreReadInTheUnitTheyWereWrittenIn() throws Exception {
    record At(Instant at) {}

    for (String unit : List.of("millis", "micros", "nanos")) {
      Schema written =
          schema("{'name':'at','type':{'type':'long','logicalType':'timestamp-" + unit + "'}}");
      AvroFormat<At> writer = AvroFormat.of(At.class, written);
      At early = new At(Instant.parse("1931-01-01T00:00:00.001Z"));

      assertThat(AvroFormat.of(At.class).decoder(written).decode(writer.encode(early)))
          .as(unit)
          .isEqualTo(early);
    }
    Schema millis = schema("{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}");
    assertThatThrownBy(
            () ->
                AvroFormat.of(At.class, millis)
                    .encode(new At(Instant.parse("2026-01-01T00:00:00.0001Z"))))
        .hasMessage(
            "SLUICE-D13 field at: 2026-01-01T00:00:00.000100Z is finer than timestamp-millis; cut"
                + " it, as by Instant.truncatedTo(ChronoUnit.MILLIS)");
    assertThatThrownBy(() -> AvroFormat.of(At.class, millis).encode(new At(Instant.MIN)))
        .hasMessageContaining("is out of the range of timestamp-millis");
    At least = new At(Instant.ofEpochMilli(Long.MIN_VALUE));
    AvroFormat<At> format = AvroFormat.of(At.class, millis);
    assertThat(format.decoder().decode(format.encode(least))).isEqualTo(least);
  }

  @Test
  void missingFieldIsNullOrEmptyAndAnErrorForAPrimitive() throws Exception {
    record Loose(String name, Optional<String> note, Integer count) {}

    Schema written = schema("{'name':'name','type':['string','null']}");
    byte[] nothing = {2};
    assertThat(AvroFormat.of(Loose.class).decoder(written).decode(nothing))
        .isEqualTo(new Loose(null, Optional.empty(), null));
    assertThatThrownBy(() -> AvroFormat.of(Small.class).decoder(written))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            "SLUICE-D14 Small has no form in Avro: it has count, and A has no such field");
  }

  @Test
  void nullForAPrimitiveAndTooLargeNumbersAreRefused() {
    Schema written =
        schema("{'name':'name','type':'string'},{'name':'count','type':['null','long']}");
    var decoder = AvroFormat.of(Small.class).decoder(written);
    assertThatThrownBy(() -> decoder.decode(new byte[] {0, 0}))
        .hasMessage("SLUICE-D17 field count: expected a whole number, found nothing");
    assertThatThrownBy(() -> decoder.decode(new byte[] {0, 2, (byte) 0x80, (byte) 0x80, 4}))
        .hasMessage("SLUICE-D17 field count: 32768 does not fit into short");
  }

  @Test
  void decimalsHaveTheScaleOfTheSchema() throws Exception {
    for (String type :
        List.of("'type':'bytes'", "'type':'fixed','name':'F','size':5", "'type':'bytes'")) {
      AvroFormat<Money> format = AvroFormat.of(Money.class, money(type, 2));
      for (String price : List.of("0.00", "-0.01", "99999999.99", "-99999999.99")) {
        Money value = new Money("m", new BigDecimal(price), Instant.EPOCH);
        assertThat(format.decoder().decode(format.encode(value))).isEqualTo(value);
      }
      assertThat(format.decoder().decode(format.encode(new Money("m", BigDecimal.ONE, null))))
          .isEqualTo(new Money("m", new BigDecimal("1.00"), null));
      assertThatThrownBy(() -> format.encode(new Money("m", new BigDecimal("0.001"), null)))
          .hasMessage(
              "SLUICE-D13 field price: 0.001 has more than the 2 decimal places of the schema");
      assertThatThrownBy(() -> format.encode(new Money("m", new BigDecimal("100000000"), null)))
          .hasMessage("SLUICE-D13 field price: 100000000 has more than the 10 digits it may have");
    }
    // To make them of 300 million digits would take minutes, and gigabytes.
    AvroFormat<Money> format = AvroFormat.of(Money.class, money("'type':'bytes'", 2));
    for (String price : List.of("1e300000000", "1e-300000000")) {
      assertThatThrownBy(() -> format.encode(new Money("m", new BigDecimal(price), null)))
          .hasMessageStartingWith("SLUICE-D13 field price: 1E");
    }
    assertThat(format.encode(new Money("m", new BigDecimal("0e300000000"), null))).isNotEmpty();
    assertThatThrownBy(() -> AvroFormat.of(Money.class))
        .hasMessageStartingWith("SLUICE-D14 Money has no form in Avro: it has price of type")
        .hasMessageEndingWith("a BigDecimal needs a schema that says its precision and scale");
  }

  @Test
  void fieldOfTheSchemaWithoutAComponentIsWrittenWithItsDefault() throws Exception {
    record Name(String name) {}

    Schema more = schema("{'name':'name','type':'string'},{'name':'n','type':'int','default':5}");
    byte[] data = AvroFormat.of(Name.class, more).encode(new Name("x"));
    assertThat(AvroFormat.of(more).decoder().decode(data))
        .hasToString("{\"name\": \"x\", \"n\": 5}");

    Schema none = schema("{'name':'name','type':'string'},{'name':'n','type':'int'}");
    assertThatThrownBy(() -> AvroFormat.of(Name.class, none).encode(new Name("x")))
        .hasMessage("SLUICE-D13 field n: no component, and no default in the schema");
    assertThatThrownBy(() -> AvroFormat.of(Name.class, more).encode(new Name(null)))
        .hasMessage("SLUICE-D13 field name: nothing, where the schema takes no null");
  }

  @Test
  void equalValuesHaveEqualBytes() {
    record Maps(Map<String, Integer> map, Set<Integer> set, double number) {}

    AvroFormat<Maps> format = AvroFormat.of(Maps.class);
    Map<String, Integer> forth = new java.util.LinkedHashMap<>();
    Map<String, Integer> back = new java.util.LinkedHashMap<>();
    Set<Integer> up = new java.util.LinkedHashSet<>();
    Set<Integer> down = new java.util.LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      forth.put("k" + i, i);
      back.put("k" + (49 - i), 49 - i);
      up.add(i);
      down.add(49 - i);
    }
    double otherNaN = Double.longBitsToDouble(0x7ff8000000000001L);
    assertThat(format.encode(new Maps(forth, up, Double.NaN)))
        .isEqualTo(format.encode(new Maps(back, down, otherNaN)));
  }

  @Test
  void typesWithoutAFormAreRefusedWhenTheFormatIsMade() {
    record Endless(List<Endless> more) {}
    record Strange(Object what) {}
    record Keyed(Map<Long, String> map) {}

    for (Class<? extends Record> type : List.of(Endless.class, Strange.class, Keyed.class)) {
      assertThatThrownBy(() -> AvroFormat.of(type))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith(
              "SLUICE-D14 " + type.getSimpleName() + " has no form in Avro: it ");
    }
    Schema two = schema("{'name':'name','type':['string','long']},{'name':'count','type':'int'}");
    assertThatThrownBy(() -> AvroFormat.of(Small.class, two))
        .hasMessageContaining("it has name of type java.lang.String, and the schema [\"string\"");
    Schema wrong = schema("{'name':'name','type':'bytes'},{'name':'count','type':'int'}");
    assertThatThrownBy(() -> AvroFormat.of(Small.class, wrong))
        .hasMessageStartingWith("SLUICE-D14 Small has no form in Avro: it has name of type");
  }

  static Schema money(String type, int scale) {
    return schema(
        "{'name':'name','type':'string'},{'name':'price','type':{"
            + type
            + ",'logicalType':'decimal','precision':10,'scale':"
            + scale
            + "}},{'name':'at','type':['null',{'type':'long','logicalType':'timestamp-millis'}],"
            + "'default':null}");
  }

  static Schema schema(String fields) {
    String json = "{'type':'record','name':'A','fields':[" + fields + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
