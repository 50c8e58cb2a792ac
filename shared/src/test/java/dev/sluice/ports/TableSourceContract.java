package dev.sluice.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.TableSource.Look;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every source of tables does. */
public abstract class TableSourceContract {
  protected static final String NAME = "prices";

  /** A source whose table {@link #NAME} is where {@link #write} puts it; it is not there yet. */
  protected abstract TableSource source() throws Exception;

  /** Gives the table a content that looks find at once. */
  protected abstract void write(byte[] content) throws Exception;

  protected abstract void remove() throws Exception;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Look.Found found(Look look) {
    assertThat(look).isInstanceOf(Look.Found.class);
    return (Look.Found) look;
  }

  @Test
  void contentIsFoundOnceForEachChange() throws Exception {
    TableSource source = source();
    write(bytes("a=1\n"));
    Look.Found first = found(source.look(NAME, ""));
    assertThat(first.content()).isEqualTo(bytes("a=1\n"));
    assertThat(first.tag()).isNotEmpty();
    assertThat(source.look(NAME, first.tag())).isInstanceOf(Look.Unchanged.class);

    write(bytes("a=22\n"));
    Look.Found second = found(source.look(NAME, first.tag()));
    assertThat(second.content()).isEqualTo(bytes("a=22\n"));
    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(source.look(NAME, second.tag())).isInstanceOf(Look.Unchanged.class);
    assertThat(found(source.look(NAME, "")).content()).isEqualTo(bytes("a=22\n"));
  }

  @Test
  void whatIsNotThereIsMissing() throws Exception {
    TableSource source = source();
    assertThat(source.look(NAME, "")).isInstanceOf(Look.Missing.class);
    assertThat(source.look("other", "")).isInstanceOf(Look.Missing.class);
    write(bytes("a=1\n"));
    String tag = found(source.look(NAME, "")).tag();
    remove();
    assertThat(source.look(NAME, tag)).isInstanceOf(Look.Missing.class);
  }

  @Test
  void largestTableIsFoundAndALargerOneIsNotRead() throws Exception {
    TableSource source = source();
    write(new byte[TableSource.MAX_TABLE_BYTES]);
    assertThat(found(source.look(NAME, "")).content()).hasSize(TableSource.MAX_TABLE_BYTES);
    write(new byte[TableSource.MAX_TABLE_BYTES + 1]);
    assertThat(source.look(NAME, ""))
        .isEqualTo(new Look.TooLarge(TableSource.MAX_TABLE_BYTES + 1L));
  }

  @Test
  void emptyTableIsOne() throws Exception {
    TableSource source = source();
    write(new byte[0]);
    assertThat(found(source.look(NAME, "")).content()).isEmpty();
  }
}
