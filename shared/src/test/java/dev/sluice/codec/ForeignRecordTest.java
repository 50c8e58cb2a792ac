package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Records of a class loader that is not the toolkit's, as when an app comes in a jar of its own.
 */
class ForeignRecordTest {
  record Everything(
      int small,
      long large,
      double real,
      boolean yes,
      char letter,
      String text,
      List<Long> many,
      Optional<String> maybe) {}

  /** Defines the record anew instead of asking its parent for it. */
  private static final class OwnLoader extends ClassLoader {
    OwnLoader() {
      super(ForeignRecordTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Everything.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void recordsOfAnotherClassLoaderAreWrittenAsOnesOwnAndReadBack() throws Exception {
    Class<?> type = new OwnLoader().loadClass(Everything.class.getName());
    assertThat(type).isNotSameAs(Everything.class);
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object foreign =
        constructor.newInstance(
            -7, 1L << 40, 0.1, true, 'x', "text", List.of(1L, 2L), Optional.of("there"));
    Everything own =
        new Everything(-7, 1L << 40, 0.1, true, 'x', "text", List.of(1L, 2L), Optional.of("there"));
    assertThat(roundTrip(type.asSubclass(Record.class), foreign)).isEqualTo(foreign);
    assertThat(bytes(type.asSubclass(Record.class), foreign))
        .isEqualTo(bytes(Everything.class, own));
  }

  private static <R extends Record> byte[] bytes(Class<R> type, Object value) {
    return Codecs.record(type).encode(type.cast(value));
  }

  private static <R extends Record> Object roundTrip(Class<R> type, Object value) {
    return Codecs.record(type).decode(bytes(type, value));
  }
}
