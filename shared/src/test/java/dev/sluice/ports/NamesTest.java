package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String SMILE = "\uD83D\uDE00";

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "...", "a/...", ".a/b.", "a b", "\u00e9/" + SMILE})
  void pathsOfSegmentsAreNames(String name) {
    assertThatCode(() -> Names.checkObject(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/.", "../a", "a/../b", "./a"})
  void segmentsThatOthersSwallowAreRefused(String name) {
    assertThatThrownBy(() -> Names.checkObject(name)).hasMessageContaining("segment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u0000", "a/\u007f", "\u0085"})
  void controlCharactersAreRefused(String name) {
    assertThatThrownBy(() -> Names.checkObject(name)).hasMessageContaining("control character");
  }

  @Test
  void halvesOfSurrogatePairsAreRefused() {
    for (String name : new String[] {"\uD83D", "a\uDE00", "\uDE00\uD83D", SMILE + "\uD83D/b"}) {
      assertThatThrownBy(() -> Names.checkObject(name)).hasMessageContaining("surrogate");
    }
  }

  @Test
  void sizesAreThoseOfUtf8() {
    for (String unit : new String[] {"a", "\u00e9", "\u20ac", SMILE}) {
      int bytes = unit.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      String most = unit.repeat(Names.MAX_OBJECT_NAME_BYTES / bytes);
      assertThatCode(() -> Names.checkObject(most)).doesNotThrowAnyException();
      assertThatThrownBy(() -> Names.checkObject(most + unit)).hasMessageContaining("limit");
    }
  }

  @Test
  void prefixesMayEndAnywhere() {
    for (String prefix : new String[] {"", "a/", "a/..", "/"}) {
      assertThatCode(() -> Names.checkObjectPrefix(prefix)).doesNotThrowAnyException();
    }
  }
}
