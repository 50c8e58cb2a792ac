package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static LineReader reader(InputStream in) {
    return new LineReader(in);
  }

  private static List<String> lines(LineReader reader) {
    List<String> lines = new ArrayList<>();
    reader.forEachRemaining(line -> lines.add(new String(line, StandardCharsets.ISO_8859_1)));
    return lines;
  }

  @Test
  void bothLineEndsAreTakenOffAndEmptyLinesStay() {
    assertThat(lines(reader("a\r\n\nb\n"))).containsExactly("a", "", "b");
  }

  @Test
  void theLastLineNeedsNoEnd() {
    assertThat(lines(reader("a\nb"))).containsExactly("a", "b");
  }

  @Test
  void lastLineThatOthersMayBeWritingIsNoneYet() {
    LineReader growing =
        new LineReader(new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8)), true);
    assertThat(growing.takeRest()).as("not known before").isEmpty();
    assertThat(lines(growing)).containsExactly("a");
    assertThat(growing.takeRest()).hasValue(new byte[] {'b'});
    assertThat(growing.takeRest()).as("given once").isEmpty();

    LineReader whole =
        new LineReader(new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)), true);
    assertThat(lines(whole)).containsExactly("a");
    assertThat(whole.takeRest()).isEmpty();
  }

  @Test
  void whatComesBehindTheEndIsNotReadOn() {
    InputStream growing =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return new int[] {'a', -1, 'b', '\n', -1}[at++];
          }

          @Override
          public int read(byte[] into, int from, int length) {
            int next = read();
            into[from] = (byte) next;
            return next < 0 ? -1 : 1;
          }
        };
    LineReader reader = reader(growing);
    assertThat(lines(reader)).containsExactly("a");
    assertThat(reader.hasNext()).as("'b' is the rest of a line").isFalse();
  }

  @Test
  void nothingHasNoLines() {
    LineReader empty = reader("");
    assertThat(empty.hasNext()).isFalse();
    assertThatThrownBy(empty::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void bytesThatAreNotUtf8StayAsTheyAre() {
    assertThat(lines(reader("\u00ff\u00fe\u0000x\n"))).containsExactly("\u00ff\u00fe\u0000x");
  }

  @Test
  void aCarriageReturnInsideALineStays() {
    assertThat(lines(reader("a\rb\n"))).containsExactly("a\rb");
  }

  @Test
  void aLineLongerThanTheBufferIsWhole() {
    String line = "x".repeat(200_000);
    assertThat(lines(reader(line + "\ny"))).containsExactly(line, "y");
  }

  @Test
  void whatIsThereIsTakenAtOnceUpToACallsWorth() {
    LineReader many = reader("x\n".repeat(501));
    assertThat(many.whatIsThere()).hasSize(500);
    assertThat(many.whatIsThere()).hasSize(1);
    assertThat(many.hasNext()).isFalse();
  }

  @Test
  void aLineThatIsNotAllThereYetIsNotWaitedFor() {
    LineReader half = reader("a\nb");
    assertThat(half.whatIsThere()).hasSize(1);
    assertThat(half.whatIsThere()).hasSize(1);
  }

  @Test
  void anInputThatBreaksOffSaysSo() {
    LineReader broken =
        new LineReader(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }
            });
    assertThatThrownBy(broken::hasNext)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the input cannot be read")
        .hasMessageContaining("the disk is gone");
  }
}
