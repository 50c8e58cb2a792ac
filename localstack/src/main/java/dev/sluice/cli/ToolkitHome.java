package dev.sluice.cli;

import dev.sluice.cli.project.Toolkit;
import java.nio.file.Path;

/** Where the toolkit was checked out: {@code ./sluice} says it. */
final class ToolkitHome {
  static final String PROPERTY = "sluice.home";

  private ToolkitHome() {}

  static Toolkit toolkit() {
    return new Toolkit(directory());
  }

  static Path directory() {
    String home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new UserException("where the toolkit is does not show: start this by ./sluice");
    }
    return Path.of(home);
  }
}
