package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a state directory was begun with, and must go on with. */
final class RunState {
  private static final String FILE = "run.properties";
  private static final String ENDPOINT = ".endpoint";

  /** A run that served at first may be given its input later; it is not exchanged then. */
  private static final String INPUT = "--input";

  /** It belongs to the input. */
  private static final String STREAM = "--stream";

  /** A run with tables and objects elsewhere keeps its streams only. */
  private static final String STORES = "--stores";

  /** A run with it has a clock of its own. */
  private static final String RATE = "--rate";

  private static final String VIRTUAL_START = "the clock of --rate begins at, ms";

  private static final String NONE = "not given";

  /** It may change: then the app that runs changes its buckets. */
  private static final String BUCKETS = "--buckets";

  private final Path directory;
  private final Properties wanted = new Properties();

  /**
   * @param input the name of the input, null for none
   * @param stream the one that the input is sent to
   * @param virtualStartMillis where the clock of --rate begins
   */
  RunState(
      Path directory,
      String app,
      RunOptions options,
      String input,
      String stream,
      long virtualStartMillis) {
    this.directory = directory;
    wanted.setProperty("app", app);
    wanted.setProperty("--shards", String.valueOf(options.shards));
    wanted.setProperty(BUCKETS, options.buckets == null ? NONE : String.valueOf(options.buckets));
    wanted.setProperty("--interval", options.interval.toMillis() + "ms");
    wanted.setProperty(RATE, options.rate == null ? NONE : options.rate.toString());
    wanted.setProperty(VIRTUAL_START, String.valueOf(virtualStartMillis));
    wanted.setProperty("--out", absolute(options.out));
    wanted.setProperty(STORES, options.stores == null ? NONE : options.stores.toString());
    wanted.setProperty("--files", options.files == null ? NONE : absolute(options.files));
    wanted.setProperty(
        INPUT, input == null ? NONE : Input.isFile(input) ? absolute(Path.of(input)) : input);
    wanted.setProperty(STREAM, input == null ? NONE : stream);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /**
   * Compares this with what the directory was begun with.
   *
   * @return whether it was begun
   * @throws UserException if it was begun with something else, or holds what is somebody else's
   */
  boolean compare() {
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new UserException(directory + " is a file; --state takes a directory");
      }
      if (!Files.exists(directory.resolve(FILE))) {
        requireNothingElse();
        return false;
      }
      Properties kept = kept(directory);
      List<String> differences = new ArrayList<>();
      for (String name : new TreeSet<>(wanted.stringPropertyNames())) {
        String now = wanted.getProperty(name);
        String before = kept.getProperty(name, NONE);
        boolean ofInput = name.equals(INPUT) || name.equals(STREAM);
        boolean added = ofInput && (before.equals(NONE) || now.equals(NONE));
        if (!now.equals(before) && !added && !name.equals(BUCKETS)) {
          differences.add(name + ": " + now + ", was " + before);
        }
      }
      if (!differences.isEmpty()) {
        throw new UserException(
            directory
                + " was begun with other options and goes on with those only:\n  "
                + String.join("\n  ", differences)
                + "\ngive the same options again, or another --state directory to begin anew");
      }
      for (String name : List.of(INPUT, STREAM, BUCKETS)) {
        if (wanted.getProperty(name).equals(NONE)) {
          wanted.setProperty(name, kept.getProperty(name, NONE)); // what was given before counts
        }
      }
      return true;
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** How many buckets the app is to have, once this is compared: as before where none are given. */
  int buckets() {
    String number = wanted.getProperty(BUCKETS);
    return number.equals(NONE) ? RunOptions.DEFAULT_BUCKETS : Integer.parseInt(number);
  }

  /** Notes what the directory is begun with, or goes on with, once this is compared. */
  void keep() {
    wanted.setProperty(BUCKETS, String.valueOf(buckets()));
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      wanted.store(out, "What this directory was begun with");
      Files.createDirectories(directory);
      replace(directory.resolve(FILE), out.toByteArray());
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /**
   * @throws UserException if a directory is no state of an app of that name
   */
  static void requireOf(Path directory, String app) {
    try {
      if (!Files.exists(directory.resolve(FILE))) {
        throw new UserException(
            directory.toAbsolutePath() + " is no state of a run; give the DIR of its --state");
      }
      String owner = kept(directory).getProperty("app");
      if (owner == null) {
        throw new UserException(
            directory.resolve(FILE)
                + " does not say whose state it is, so it was changed or is damaged; take a copy of"
                + " the directory from before");
      }
      if (!app.equals(owner)) {
        throw new UserException(
            directory + " is the state of app '" + owner + "', not of '" + app + "'");
      }
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Notes where the services of the run are, for those who want to read what is kept. */
  static void keepEndpoint(Path directory, URI endpoint) {
    try {
      replace(directory.resolve(ENDPOINT), endpoint.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Notes that no run has the directory that others could ask. */
  static void forgetEndpoint(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(ENDPOINT));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** The directory to which results of the run are copied. */
  static String out(Path directory) {
    try {
      return kept(directory).getProperty("--out", "the directory for --out");
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Where tables and objects of the run are, if not in the directory. */
  static Optional<URI> stores(Path directory) {
    try {
      String place = kept(directory).getProperty(STORES, NONE);
      return place.equals(NONE) ? Optional.empty() : Optional.of(URI.create(place));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** When the clock began by which a run with {@code --rate} stamps, if it is one. */
  static OptionalLong virtualStart(Path directory) {
    try {
      Properties kept = kept(directory);
      return kept.getProperty(RATE, NONE).equals(NONE)
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(kept.getProperty(VIRTUAL_START, "0")));
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Where the services of the run are that has the directory now. */
  static URI endpoint(Path directory) {
    try {
      return URI.create(Files.readString(directory.resolve(ENDPOINT)));
    } catch (IOException e) {
      throw new UserException(
          "the run that uses " + directory + " is only starting, or just ending: ask again");
    }
  }

  /** Whoever reads the file sees all of what it is now, or of what it was. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Properties kept(Path directory) throws IOException {
    Properties kept = new Properties();
    try (InputStream in = Files.newInputStream(directory.resolve(FILE))) {
      kept.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException(FILE + " is no file of properties", e);
    }
    return kept;
  }

  private void requireNothingElse() throws IOException {
    try (Stream<Path> files =
        Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
      if (files.anyMatch(file -> !file.getFileName().toString().startsWith("."))) {
        throw new UserException(
            directory.toAbsolutePath()
                + " holds files that are not a run's state; choose a new or empty directory with"
                + " --state");
      }
    }
  }

  private static UserException unusable(Path directory, IOException e) {
    return new UserException(
        "the state in " + directory + " cannot be used: " + FileTrouble.reason(e));
  }
}
