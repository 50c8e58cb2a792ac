package dev.sluice.local.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDynamoDbTest {
  @TempDir Path directory;

  @Test
  void fileOfTablesThatIsDamagedIsNamedBeforeAnythingStarts() throws IOException {
    Files.writeString(directory.resolve("shared-local-instance.db"), "SQLite format 2, or so");
    assertThatThrownBy(() -> EmbeddedDynamoDb.over(directory))
        .hasMessageContaining("shared-local-instance.db is no database, so it was changed or");
  }
}
