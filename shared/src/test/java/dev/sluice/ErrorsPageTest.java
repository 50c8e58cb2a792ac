package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorsPageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** In full, or as the first argument of a method that puts SLUICE- before it. */
  private static final Pattern CODE =
      Pattern.compile("(?:SLUICE-|\\bfault\\(\\s*\")([A-Z]+[0-9]+)\\b");

  private static final Pattern ENTRY =
      Pattern.compile("^### (SLUICE-[A-Z]+[0-9]+): \\S.*$", Pattern.MULTILINE);
  private static final List<String> PARTS =
      List.of("- **What happened:** ", "- **Why:** ", "- **What to do:** ");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/errors.md"));
  }

  private static Set<String> codesOfSources() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (Path main : modules().stream().map(module -> module.resolve("src/main/java")).toList()) {
      if (Files.isDirectory(main)) {
        try (Stream<Path> files = Files.walk(main)) {
          for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
            CODE.matcher(Files.readString(file))
                .results()
                .forEach(it -> codes.add("SLUICE-" + it.group(1)));
          }
        }
      }
    }
    return codes;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> nested = Files.walk(ROOT, 2)) {
      return nested.toList();
    }
  }

  private static List<String> codesOfPage() throws IOException {
    return ENTRY.matcher(page()).results().map(found -> found.group(1)).toList();
  }

  @Test
  void everyCodeOfTheSourcesIsExplainedAndNoOtherIs() throws IOException {
    Set<String> sources = codesOfSources();
    assertThat(sources)
        .contains("SLUICE-D18", "SLUICE-E01", "SLUICE-F03", "SLUICE-K02", "SLUICE-P01");
    assertThat(codesOfPage())
        .as("codes that docs/errors.md explains, against those of the sources")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(sources);
  }

  @Test
  void everyEntrySaysWhatHappenedWhyAndWhatToDo() throws IOException {
    String[] entries = page().split("(?m)^### ");
    assertThat(entries).hasSizeGreaterThan(1);
    for (int i = 1; i < entries.length; i++) {
      String entry = entries[i];
      for (String part : PARTS) {
        assertThat(entry.lines().filter(line -> line.startsWith(part)).toList())
            .as("%s of %s", part, entry.lines().findFirst().orElseThrow())
            .singleElement()
            .asString()
            .hasSizeGreaterThan(part.length() + 10);
      }
    }
  }
}
