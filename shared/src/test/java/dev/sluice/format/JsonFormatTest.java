package dev.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.format.json.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  record Place(double lat, String name) {}

  record Click(String page, int millis, Optional<String> user, Place place, List<Integer> steps) {
    Click {
      if (millis < 0) {
        throw new IllegalArgumentException("negative millis");
      }
    }
  }

  private static final JsonFormat<Click> CLICKS = JsonFormat.of(Click.class);

  private static Click read(String json) {
    return CLICKS.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static <R> String written(Class<R> type, R value) {
    return new String(JsonFormat.of(type).encode(value), StandardCharsets.UTF_8);
  }

  @Test
  void objectBecomesARecordByNames() {
    assertThat(
            read(
                " {\"steps\":[1,2], \"place\":{\"name\":\"é\\u0041\",\"lat\":1e2},"
                    + "\"millis\":7,\"page\":\"/a\",\"user\":\"u\"}\n"))
        .isEqualTo(new Click("/a", 7, Optional.of("u"), new Place(100, "éA"), List.of(1, 2)));
  }

  @Test
  void missingAndNullAreNullOrEmptyAndOtherFieldsArePassedOver() {
    Click nothing = new Click(null, 7, Optional.empty(), null, null);
    assertThat(read("{\"millis\":7}")).isEqualTo(nothing);
    assertThat(
            read(
                "{\"page\":null,\"x\":{\"y\":[1,{}]},\"millis\":7,\"user\":null,\"place\":null,"
                    + "\"steps\":null}"))
        .isEqualTo(nothing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'page':'a'} | field millis: expected a whole number from -2147483648 to 2147483647,"
            + " found no field",
        "{'millis':null} | field millis: expected a whole number from -2147483648 to 2147483647,"
            + " found null",
        "{'millis':'7'} | found the text *7*",
        "{'millis':7.5} | found *7.5*",
        "{'millis':1e3} | found *1e3*",
        "{'millis':2147483648} | found *2147483648*",
        "{'millis':true} | found true",
        "{'millis':[7]} | found an array",
        "{'millis':7,'page':{}} | field page: expected a text, found an object",
        "{'millis':7,'page':5} | field page: expected a text, found the number *5*",
        "{'millis':7,'place':{'lat':'x'}} | field place.lat: expected a number, found the text *x*",
        "{'millis':7,'place':{'lat':1e999}} | field place.lat: expected a number, found *1e999*",
        "{'millis':7,'place':{}} | field place.lat: expected a number, found no field",
        "{'millis':7,'place':3} | field place: expected an object, found the number *3*",
        "{'millis':7,'steps':[1,null]} | field steps[1]: expected a whole number from",
        "{'millis':7,'steps':[1,2.5]} | field steps[1]: expected a whole number from",
        "{'millis':7,'millis':8} | field millis: is there twice",
        "{'millis':-1} | the record: the constructor of Click refuses: java.lang"
            + ".IllegalArgumentException: negative millis",
        "[] | the record: expected an object, found an array",
        "null | the record: expected an object, found null",
        "{'millis':7} {} | the record: what follows is not JSON",
      })
  void whatDoesNotFitIsRefusedWithFieldAndFinding(String json, String reason) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D11 ")
        .hasMessageContaining(reason.replace('*', '\''));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"millis\":7",
        "{\"millis\":7,}",
        "{'millis':7}",
        "{millis:7}",
        "{\"millis\":07}",
        "{\"millis\":NaN}",
        "{\"millis\":7}x",
        "{\"page\":\"a\nb\"}",
        "/**/{}",
        "{\"x\":[1 2],\"millis\":7}",
        "{\"x\":tru,\"millis\":7}",
        "{\"millis\";7}",
      })
  void whatIsNotStrictJsonIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D11 ");
  }

  @Test
  void endlessNestingIsRefusedAndNotFollowed() {
    assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(1_000_000)))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "SLUICE-D11 field x"
                + "[0]".repeat(254)
                + ": what follows is not JSON (line 1 column 261)");
  }

  @Test
  void longFindingsAreCut() {
    assertThatThrownBy(() -> read("{\"millis\":\"" + "y".repeat(5000) + "\"}"))
        .hasMessageEndingWith("'" + "y".repeat(60) + "'... (5000 characters)");
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
    byte[] bytes = "{\"page\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    bytes[9] = (byte) 0xFF;
    assertThatThrownBy(() -> CLICKS.decode(bytes))
        .hasMessageStartingWith("SLUICE-D10 the record is not UTF-8: byte 9 is 0xff");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    JsonFormat<Everything.Deep> format = JsonFormat.of(Everything.Deep.class);
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      Everything.Deep value = Everything.deep(random);
      byte[] json = format.encode(value);
      assertThat(format.decode(json)).isEqualTo(value);
      assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n");
    }
  }

  record Collections(Set<Integer> set, Map<String, Integer> map, byte[] bytes) {}

  @Test
  void setsAndMapsAreWrittenInOneOrderWhateverTheirsIs() {
    Set<Integer> set = new HashSet<>();
    Map<String, Integer> map = new HashMap<>();
    for (int i : new int[] {170, 3, 99, 2, 0}) {
      set.add(i);
      map.put("k" + i, i);
    }
    assertThat(written(Collections.class, new Collections(set, map, new byte[] {1, -1})))
        .isEqualTo(
            "{\"set\":[0,170,2,3,99],\"map\":{\"k0\":0,\"k170\":170,\"k2\":2,\"k3\":3,\"k99\":99},"
                + "\"bytes\":\"Af8=\"}");
    assertThatThrownBy(
            () ->
                JsonFormat.of(Collections.class)
                    .decode("{\"set\":[1,1]}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("SLUICE-D11 field set[1]: is in the set twice");
  }

  @Test
  void whatJsonCannotSayIsNotWritten() {
    assertThatThrownBy(() -> written(Place.class, new Place(Double.NaN, "x")))
        .hasMessageStartingWith("SLUICE-D13 NaN is no number in JSON");
    Map<String, Integer> withNull = new HashMap<>();
    withNull.put("x", null);
    assertThatThrownBy(() -> written(Collections.class, new Collections(null, withNull, null)))
        .hasMessageStartingWith("SLUICE-D13 null");
    assertThatThrownBy(() -> written(Place.class, null)).hasMessageStartingWith("SLUICE-D13 null");
  }

  @Test
  void halfOfACharacterIsNotWrittenAsAnother() {
    assertThat(written(Place.class, new Place(1, "\uD834\uDD1E"))).contains("𝄞");
    for (String text : List.of("x\uD834", "\uD834x", "\uDD1E\uD834")) {
      assertThatThrownBy(() -> written(Place.class, new Place(1, text)))
          .hasMessageContaining("is half of a surrogate pair");
    }
  }

  record Itself(List<Itself> all) {}

  record Odd(Map<Place, String> map) {}

  record Raw(Object any) {}

  @Test
  void typesWithoutAFormAreRefusedAtOnce() {
    for (Class<?> type : List.of(Itself.class, Odd.class, Raw.class)) {
      assertThatThrownBy(() -> JsonFormat.of(type))
          .as(type.getSimpleName())
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("SLUICE-D14 " + type.getSimpleName() + " has no form in JSON");
    }
    assertThatThrownBy(() -> JsonFormat.of(String.class)).hasMessageContaining("is no record");
  }
}
