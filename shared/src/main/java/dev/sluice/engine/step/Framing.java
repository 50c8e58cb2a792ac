package dev.sluice.engine.step;

import dev.sluice.api.FileFormat;
import dev.sluice.api.graph.Node;
import dev.sluice.api.graph.Texts;
import dev.sluice.codec.ByteOutput;
import dev.sluice.codec.ObjectFile;
import dev.sluice.engine.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** How the rows of an output become its content. */
@FunctionalInterface
interface Framing {

  /** With a line end behind each. */
  Framing LINES = (rows, out) -> rows.forEach(row -> out.writeRaw(row).writeByte('\n'));

  /** With its length before each. */
  Framing LENGTHS = (rows, out) -> rows.forEach(out::writeBytes);

  /** As an {@link ObjectFile}. */
  Framing OBJECTS =
      (rows, out) -> {
        ObjectFile.writeHeader(rows.size(), out);
        LENGTHS.write(rows, out);
      };

  /** Appends the content. */
  void write(List<byte[]> rows, ByteOutput out);

  static Framing of(Node.Files files) {
    if (files instanceof Node.FormattedFiles formatted) {
      return (rows, out) -> out.writeRaw(file(formatted, rows));
    }
    return files instanceof Node.ObjectFiles ? OBJECTS : LINES;
  }

  private static byte[] file(Node.FormattedFiles files, List<byte[]> rows) {
    FileFormat<Object> format = files.format();
    try {
      List<Object> values = new ArrayList<>(rows.size());
      for (byte[] row : rows) {
        values.add(files.codec().decode(row));
      }
      byte[] file = format.file(values);
      if (file == null) {
        throw new IllegalStateException("it gave null");
      }
      return file;
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw new ProtocolException(
          "SLUICE-E23",
          "the format of the files below "
              + files.prefix()
              + " made none of "
              + rows.size()
              + " rows ("
              + Texts.shown(e)
              + "); the bucket waits and the step is repeated",
          e);
    }
  }
}
