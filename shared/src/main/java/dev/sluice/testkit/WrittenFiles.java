package dev.sluice.testkit;

import dev.sluice.codec.Codec;
import dev.sluice.memory.MemoryObjects;
import dev.sluice.plan.Plan;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The files that an app has written so far, as tests look at them. */
abstract class WrittenFiles {
  final MemoryObjects objects;
  Plan plan;
  private final Outputs outputs;

  WrittenFiles(Plan plan, MemoryObjects objects) {
    this.plan = plan;
    this.objects = objects;
    this.outputs = new Outputs(objects);
  }

  /** The files so far, as text by name, with each {@code _SUCCESS}. */
  public NavigableMap<String, String> files() {
    return outputs.files();
  }

  /** The directories of files so far: {@code <prefix>-<border or window end in ms>.<suffix>}. */
  public NavigableSet<String> directories() {
    return new TreeSet<>(parts().keySet());
  }

  /** The lines of a directory, part by part; none where there is no such directory. */
  public List<String> lines(String directory) {
    return parts().getOrDefault(directory, List.of()).stream().flatMap(List::stream).toList();
  }

  /**
   * What has come out of a sink since this was called last with its prefix, in the order of border
   * or window end, whatever revision: the lines that are new with a batch.
   *
   * <pre>
   * run.batch("cat", "dog");
   * assertThat(run.newLines("counts")).containsExactly("(cat,1)", "(dog,1)");
   * run.batch();
   * assertThat(run.newLines("counts")).isEmpty();
   * </pre>
   *
   * @param prefix of the sink; {@code late/<operator>} and {@code dead-letter/<stream or operator>}
   *     too
   * @throws IllegalArgumentException if the app has no such sink
   */
  public List<String> newLines(String prefix) {
    if (!plan.outputs().contains(prefix)) {
      throw new IllegalArgumentException(
          "the app writes no files '" + prefix + "-...'; it writes " + plan.outputs());
    }
    return outputs.newLines(prefix);
  }

  /**
   * The values in a directory of {@code saveAsObjectFiles}, part by part; none where there is none.
   *
   * @param codec the one that the values were written with
   */
  public <T> List<T> objects(String directory, Codec<T> codec) {
    return outputs.objects(directory, codec);
  }

  /** The bytes of each part of a directory; none where there is no such directory. */
  public List<byte[]> contents(String directory) {
    return outputs.contents(directory);
  }

  /** The lines of all parts, by directory. */
  public NavigableMap<String, List<List<String>>> parts() {
    return outputs.parts();
  }
}
