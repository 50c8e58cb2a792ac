package dev.sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ports.TableSource;
import dev.sluice.ports.TableSource.Look;
import dev.sluice.ports.TableSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTablesTest extends TableSourceContract {
  @TempDir Path scratch;
  private long nowMillis = 1_000_000;

  private Path file() {
    return scratch.resolve("prices.csv");
  }

  @Override
  protected TableSource source() {
    return new FileTables(Map.of(NAME, file()), () -> nowMillis, problem -> {});
  }

  @Override
  protected void write(byte[] content) throws IOException {
    Files.write(file(), content);
    Files.setLastModifiedTime(file(), FileTime.fromMillis(nowMillis));
    nowMillis += 1_000;
  }

  @Override
  protected void remove() throws IOException {
    Files.delete(file());
  }

  @Test
  void fileThatIsBeingWrittenIsReadWhenItRests() throws IOException {
    TableSource source = source();
    write(new byte[] {'a'});
    String tag = ((Look.Found) source.look(NAME, "")).tag();
    write(new byte[] {'b', 'c'});
    nowMillis -= 701;
    assertThat(source.look(NAME, tag)).isInstanceOf(Look.Unchanged.class);
    nowMillis += 1;
    assertThat(source.look(NAME, tag)).isInstanceOf(Look.Found.class);
  }
}
