package dev.sluice.formats.avro;

import static dev.sluice.formats.avro.AvroRecordsTest.money;
import static dev.sluice.formats.avro.AvroRecordsTest.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Decoder;
import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.Codec;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.Codecs;
import dev.sluice.format.FormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;

/** Bytes that are right, hostile, or of another schema. */
class AvroBytesTest {
  record Click(String page, long millis, List<String> tags, Map<String, Double> more) {}

  private static final AvroFormat<Click> CLICKS = AvroFormat.of(Click.class);
  private static final Click CLICK =
      new Click("/home", 120, List.of("a", "b"), Map.of("x", 1.0, "y", 2.0));

  private static final Schema OLD =
      schema("{'name':'name','type':'string'},{'name':'size','type':'int'}");
  private static final Schema NEW =
      schema(
          "{'name':'title','type':'string','aliases':['name']},{'name':'size','type':'long'},"
              + "{'name':'color','type':'string','default':'red'}");

  private static GenericRecord old() {
    GenericRecord value = new GenericData.Record(OLD);
    value.put("name", "box");
    value.put("size", 3);
    return value;
  }

  @Test
  void everyCutAndEverySurplusIsRefused() {
    byte[] data = CLICKS.encode(CLICK);
    for (int length = 0; length < data.length; length++) {
      byte[] cut = Arrays.copyOf(data, length);
      assertThatThrownBy(() -> CLICKS.decoder().decode(cut))
          .as("cut to %d", length)
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("SLUICE-D17 the record: the bytes are none of the schema: ");
    }
    assertThatThrownBy(() -> CLICKS.decoder().decode(Arrays.copyOf(data, data.length + 1)))
        .hasMessage("SLUICE-D17 the record: bytes are left over behind it");
  }

  @Test
  void changedBytesAreAnotherValueOrAreRefusedButNothingElse() throws Exception {
    byte[] data = CLICKS.encode(CLICK);
    Decoder<Click> decoder = CLICKS.decoder();
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = data.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        Click click = decoder.decode(changed);
        assertThat(decoder.decode(CLICKS.encode(click))).isEqualTo(click);
      } catch (FormatException e) {
        refused++;
        assertThat(e.getMessage()).matches("(?s)SLUICE-D1[07] .*");
      }
    }
    assertThat(refused).isBetween(1_000, 4_900);
  }

  @Test
  void lengthsThatLieMakeNothingLarge() {
    Schema lists = schema("{'name':'l','type':{'type':'array','items':'long'}}");
    byte[] aBillion = {(byte) 0x80, (byte) 0xA8, (byte) 0xD6, (byte) 0xB9, 0x07};
    for (Schema schema : List.of(schema("{'name':'t','type':'bytes'}"), OLD, lists)) {
      assertThatThrownBy(() -> AvroFormat.of(schema).decoder().decode(aBillion))
          .hasMessageStartingWith("SLUICE-D17 ")
          .hasMessageContaining("available");
    }
  }

  @Test
  void arraysOfNothingAreRefusedBeforeAnyRecord() {
    Schema nothing = schema("{'name':'n','type':{'type':'array','items':'null'}}");
    assertThatThrownBy(() -> AvroFormat.of(nothing))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D18 the schema has an array of \"null\"");
    assertThatThrownBy(() -> AvroFormat.of(NEW).decoder(nothing))
        .hasMessageStartingWith("SLUICE-D18 the schema has an array of");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    Schema chain = schema("{'name':'next','type':['null','A']}");
    byte[] deep = new byte[5_000_000];
    Arrays.fill(deep, (byte) 2);
    assertThatThrownBy(() -> AvroFormat.of(chain).decoder().decode(deep))
        .hasMessage("SLUICE-D17 the record: it is nested too deep");
  }

  @Test
  void textThatIsNotUtf8IsRefusedBothWays() {
    assertThatThrownBy(() -> AvroFormat.of(OLD).decoder().decode(new byte[] {2, (byte) 0xC3, 0}))
        .hasMessageStartingWith("SLUICE-D10 ");
    GenericRecord half = old();
    half.put("name", "\uD83D");
    assertThatThrownBy(() -> AvroFormat.of(OLD).encode(half))
        .hasMessageStartingWith("SLUICE-D13 character 0 is half of a surrogate pair");
    half.put("name", 5);
    assertThatThrownBy(() -> AvroFormat.of(OLD).encode(half)).hasMessageStartingWith("SLUICE-D13 ");
  }

  @Test
  void olderRecordIsReadWithDefaultsAliasesAndWiderTypes() throws Exception {
    byte[] data = AvroFormat.of(OLD).encode(old());
    GenericRecord read = AvroFormat.of(NEW).decoder(OLD).decode(data);
    assertThat(read).hasToString("{\"title\": \"box\", \"size\": 3, \"color\": \"red\"}");
    assertThat(read.get("title")).isInstanceOf(String.class);

    record Thing(String title, long size, String color) {}
    assertThat(AvroFormat.of(Thing.class, NEW).decoder(OLD).decode(data))
        .isEqualTo(new Thing("box", 3, "red"));
  }

  @Test
  void schemasThatDoNotFitAreRefusedBeforeAnyRecord() {
    assertThatThrownBy(() -> AvroFormat.of(OLD).decoder(NEW))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D18 what A wrote cannot be read as A: ")
        .hasMessageContaining("name");
    Schema cents = money("'type':'bytes'", 2);
    Schema mills = money("'type':'bytes'", 3);
    assertThatThrownBy(() -> AvroFormat.of(cents).decoder(mills))
        .hasMessageStartingWith("SLUICE-D18 ");
    Schema millis = schema("{'name':'t','type':{'type':'long','logicalType':'timestamp-millis'}}");
    Schema micros =
        schema("{'name':'t','type':['null',{'type':'long','logicalType':'timestamp-micros'}]}");
    assertThatThrownBy(() -> AvroFormat.of(micros).decoder(millis))
        .hasMessageEndingWith("with another value; give them the same unit");
    assertThatThrownBy(() -> AvroFormat.of(Schema.create(Schema.Type.LONG)))
        .hasMessage("SLUICE-D18 the schema is of a long, not of a record");
  }

  @Test
  void singleObjectsAreReadByTheirFingerprint() throws Exception {
    Decoder<GenericRecord> decoder = AvroFormat.of(NEW).singleObjects(OLD);
    byte[] single = AvroFormat.of(OLD).encodeSingleObject(old());

    assertThat(decoder.decode(single).get("title")).isEqualTo("box");
    assertThat(new BinaryMessageDecoder<GenericRecord>(GenericData.get(), OLD).decode(single))
        .hasToString(old().toString());
    GenericRecord own = AvroFormat.of(NEW).decoder(OLD).decode(AvroFormat.of(OLD).encode(old()));
    assertThat(decoder.decode(AvroFormat.of(NEW).encodeSingleObject(own))).isEqualTo(own);

    single[5] ^= 1;
    assertThatThrownBy(() -> decoder.decode(single))
        .hasMessageMatching(
            "SLUICE-D17 no schema has the fingerprint [0-9a-f]{16}; give the decoder the schema it"
                + " was written with");
    single[0] = 0;
    for (byte[] other : List.of(single, new byte[0], new byte[] {(byte) 0xC3, 1, 0})) {
      assertThatThrownBy(() -> decoder.decode(other))
          .hasMessageStartingWith("SLUICE-D17 the record does not begin with C3 01");
    }
  }

  @Test
  void twoSchemasWithOneFingerprintAreRefused() {
    Schema cents = money("'type':'bytes'", 2);
    Schema mills = money("'type':'bytes'", 3);
    assertThatThrownBy(() -> AvroFormat.of(OLD).singleObjects(OLD, cents, mills))
        .hasMessageStartingWith("SLUICE-D18 ");
    assertThat(AvroFormat.of(cents).singleObjects(cents, cents)).isNotNull();
    assertThatThrownBy(() -> AvroFormat.of(cents).singleObjects(mills))
        .hasMessageMatching(
            "SLUICE-D18 two schemas of A have the fingerprint [0-9a-f]{16}, and read the same"
                + " bytes as different values: fingerprints leave out units and scales; give one"
                + " of them");
  }

  @Test
  void numberedRecordsAreReadWithTheSchemaOfTheNumber() throws Exception {
    Map<Integer, Schema> schemas = Map.of(7, OLD, 0x01020304, NEW);
    int[] asked = {0};
    Decoder<GenericRecord> decoder =
        AvroFormat.of(NEW)
            .numbered(
                id -> {
                  asked[0]++;
                  return Optional.ofNullable(schemas.get(id));
                });
    byte[] value = AvroFormat.of(OLD).encode(old());
    byte[] data = ByteBuffer.allocate(5 + value.length).put((byte) 0).putInt(7).put(value).array();

    assertThat(decoder.decode(data).get("title")).isEqualTo("box");
    assertThat(decoder.decode(data).get("size")).isEqualTo(3L);
    assertThat(asked[0]).isEqualTo(1);

    data[4] = 8;
    assertThatThrownBy(() -> decoder.decode(data))
        .hasMessage("SLUICE-D17 no schema has the number 8");
    data[0] = 1;
    for (byte[] other : List.of(data, new byte[0], new byte[4])) {
      assertThatThrownBy(() -> decoder.decode(other))
          .hasMessage(
              "SLUICE-D17 the record does not begin with a byte 0 and the number of a schema");
    }
  }

  @Test
  void codecTakesItsOwnBytesAndRefusesThoseOfAChangedSchema() {
    Codec<Click> codec = CLICKS.codec();
    ByteOutput two = new ByteOutput();
    codec.write(CLICK, two);
    codec.write(CLICK, two);
    ByteInput in = new ByteInput(two.toByteArray());
    assertThat(codec.read(in)).isEqualTo(CLICK);
    assertThat(codec.read(in)).isEqualTo(CLICK);
    in.expectEnd();
    assertThat(Codecs.list(codec).decode(Codecs.list(codec).encode(List.of(CLICK))))
        .containsExactly(CLICK);

    byte[] cents = AvroFormat.of(OLD).codec().encode(old());
    assertThatThrownBy(() -> AvroFormat.of(NEW).codec().decode(cents))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("it was changed since");
    byte[] scale2 = schemaOnly(2);
    assertThatThrownBy(() -> AvroFormat.of(money("'type':'bytes'", 3)).codec().decode(scale2))
        .isInstanceOf(CodecException.class);
    byte[] bytes = codec.encode(CLICK);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(CodecException.class);
    }
    bytes[0] = 2;
    assertThatThrownBy(() -> codec.decode(bytes))
        .hasMessage("the bytes are of format version 2, this code reads 1");
  }

  private static byte[] schemaOnly(int scale) {
    Schema schema = money("'type':'bytes'", scale);
    GenericRecord value = new GenericData.Record(schema);
    value.put("name", "m");
    value.put("price", ByteBuffer.wrap(new byte[] {100}));
    return AvroFormat.of(schema).codec().encode(value);
  }
}
