package dev.sluice.api;

import dev.sluice.codec.Codec;
import java.util.List;

/**
 * Makes a file of the rows that a bucket has of a batch, or of a window, for {@link
 * DStream#saveAsFiles}. Write one of your own for files that are more than rows behind one another:
 *
 * <pre>
 * final class Counted implements FileFormat&lt;String&gt; {
 *   public String suffix() { return "txt"; }
 *   public Codec&lt;String&gt; codec() { return Codecs.string(); }
 *   public byte[] file(List&lt;String&gt; rows) {
 *     return (rows.size() + " rows\n" + String.join("\n", rows)).getBytes(UTF_8);
 *   }
 * }
 * </pre>
 *
 * <p>A format is a function: the same rows give the same bytes, whenever and wherever a file is
 * made. Time, chance and the order of a hash have no place in one. Used by several threads.
 *
 * @param <T> the type of the rows
 */
public interface FileFormat<T> {

  /** What directories end with behind a dot: letters and digits; none where empty. */
  String suffix();

  /**
   * Writes rows until their file is made. A row that it refuses becomes a dead letter: what {@link
   * #file} cannot take has to be refused here.
   */
  Codec<T> codec();

  /**
   * The bytes of a file, which is made as a whole in memory before the entry that promises it.
   *
   * @param rows at least one, sorted by key
   * @return not to be changed any more
   * @throws Exception SLUICE-E23: the bucket waits, and the step is repeated
   */
  byte[] file(List<T> rows) throws Exception;
}
