package dev.sluice.formats.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts what a footer lists in no order into one. The library keeps the encodings of a column in a
 * set whose order changes from process to process, and the same rows must give the same bytes.
 */
final class Footer {
  /** A file ends with the length of its footer and "PAR1". */
  private static final int LENGTH_BYTES = 4;

  private static final int END_BYTES = LENGTH_BYTES + 4;

  private Footer() {}

  /** The same file with its lists sorted. */
  static byte[] sorted(byte[] file) throws IOException {
    FileMetaData footer = of(file);
    sort(footer);
    return with(file, footer);
  }

  /** The same file with another footer. */
  static byte[] with(byte[] file, FileMetaData footer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, out);
    int start = file.length - END_BYTES - length(file);
    return ByteBuffer.allocate(start + out.size() + END_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(file, 0, start)
        .put(out.toByteArray())
        .putInt(out.size())
        .put(file, file.length - LENGTH_BYTES, LENGTH_BYTES)
        .array();
  }

  /** The footer of a file. */
  static FileMetaData of(byte[] file) throws IOException {
    int length = length(file);
    return Util.readFileMetaData(
        new ByteArrayInputStream(file, file.length - END_BYTES - length, length));
  }

  private static int length(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - END_BYTES);
  }

  private static void sort(FileMetaData footer) {
    sort(footer.getKey_value_metadata(), Comparator.comparing(KeyValue::getKey));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        ColumnMetaData data = column.getMeta_data();
        sort(data.getEncodings(), Comparator.comparing(each -> each.getValue()));
        sort(
            data.getEncoding_stats(),
            Comparator.<PageEncodingStats>comparingInt(each -> each.getPage_type().getValue())
                .thenComparing(each -> each.getEncoding().getValue()));
      }
    }
  }

  private static <E> void sort(List<E> list, Comparator<E> order) {
    if (list != null) {
      list.sort(order);
    }
  }
}
