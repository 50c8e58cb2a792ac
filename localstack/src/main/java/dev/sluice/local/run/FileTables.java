package dev.sluice.local.run;

import dev.sluice.ports.Clock;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tables that are files. One that is being written is not read: it has to rest for a moment. */
public final class FileTables implements TableSource {
  /** Whoever writes a small file in pieces has put the next one by then. */
  private static final long REST_MILLIS = 300;

  private final Map<String, Path> files;
  private final Clock clock;
  private final Consumer<String> problems;

  /**
   * @param files the file of each table, by its name
   * @param clock the one that stamps files
   * @param problems takes a line for each content that is not used
   */
  public FileTables(Map<String, Path> files, Clock clock, Consumer<String> problems) {
    this.files = new TreeMap<>(files);
    this.clock = clock;
    this.problems = problems;
  }

  @Override
  public Look look(String name, String seen) {
    Path file = files.get(name);
    if (file == null) {
      return new Look.Missing("no file is named for it");
    }
    try {
      BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
      if (tag(before).equals(seen)) {
        return new Look.Unchanged();
      }
      long age = clock.nowMillis() - before.lastModifiedTime().toMillis();
      if (!seen.isEmpty() && age >= 0 && age < REST_MILLIS) {
        return new Look.Unchanged(); // the next look finds it
      }
      if (before.size() > MAX_TABLE_BYTES) {
        return new Look.TooLarge(before.size());
      }
      byte[] content = Files.readAllBytes(file);
      BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
      if (!tag(after).equals(tag(before))) {
        throw new StoreUnavailableException(file + " changes while it is read", null);
      }
      return new Look.Found(tag(after), content);
    } catch (NoSuchFileException e) {
      return new Look.Missing(file.toAbsolutePath() + " is not there");
    } catch (IOException e) {
      return new Look.Missing(file.toAbsolutePath() + " cannot be read: " + e);
    }
  }

  private static String tag(BasicFileAttributes file) {
    return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
  }

  @Override
  public void refused(String name, String why) {
    problems.accept("table " + name + " from " + files.get(name) + " is not used: " + why);
  }
}
