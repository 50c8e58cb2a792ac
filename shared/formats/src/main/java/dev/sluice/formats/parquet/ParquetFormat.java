package dev.sluice.formats.parquet;

import dev.sluice.api.FileFormat;
import dev.sluice.codec.Codec;
import dev.sluice.format.FormatException;
import dev.sluice.formats.avro.AvroFormat;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.TypeUtil;

/**
 * Files of Parquet, for {@link dev.sluice.api.DStream#saveAsFiles}.
 *
 * <pre>
 * record Total(String page, long clicks, Optional&lt;Instant&gt; last) {}
 *
 * totals.saveAsFiles("totals", ParquetFormat.of(Total.class));
 *
 * totals-10000.parquet/part-00000:
 *   required binary page (STRING); required int64 clicks; optional int64 last (TIMESTAMP(MICROS,true))
 * </pre>
 *
 * <p>Columns are dictionary- and run-length-encoded and not compressed beyond that, with statistics
 * for each page. The same rows give the same bytes with the same version of the library. A file is
 * made in memory: its rows as bytes, as objects, as columns and as the file, so that 100 MB of rows
 * need several times as much.
 *
 * @param <T> the type of the rows
 */
public final class ParquetFormat<T> implements FileFormat<T> {
  /** Readers take a row group as a whole; the library's own size, which few files here reach. */
  private static final long ROW_GROUP_BYTES = ParquetWriter.DEFAULT_BLOCK_SIZE;

  /** What readers pass over or take by its statistics; the library's own size. */
  private static final int PAGE_BYTES = ParquetWriter.DEFAULT_PAGE_SIZE;

  private final AvroFormat<T> rows;
  private final ParquetConfiguration settings = new PlainParquetConfiguration();

  private ParquetFormat(AvroFormat<T> rows) {
    this.rows = rows;
    settings.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    try {
      Units.check(rows.schema());
      TypeUtil.checkValidWriteSchema(new AvroSchemaConverter(settings).convert(rows.schema()));
    } catch (RuntimeException e) {
      throw new FormatException(
          "SLUICE-D18",
          rows.schema().getFullName() + " has no form in Parquet: " + e.getMessage(),
          e);
    }
  }

  /**
   * Rows of a record class, with a column for each component, by the schema that {@link
   * AvroFormat#of(Class)} derives.
   *
   * @throws FormatException SLUICE-D14 if a component has no form
   */
  public static <R extends Record> ParquetFormat<R> of(Class<R> type) {
    return of(AvroFormat.of(type));
  }

  /**
   * Rows with the columns of a schema of Avro: of a record class with a schema of its own, such as
   * one that says how exact decimals are, or of Avro's own records.
   *
   * @throws FormatException SLUICE-D18 if the schema has no form in Parquet, as where a record
   *     holds itself
   */
  public static <T> ParquetFormat<T> of(AvroFormat<T> rows) {
    return new ParquetFormat<>(rows);
  }

  @Override
  public String suffix() {
    return "parquet";
  }

  @Override
  public Codec<T> codec() {
    return rows.codec();
  }

  @Override
  public byte[] file(List<T> values) throws IOException {
    MemoryFile file = new MemoryFile();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(file)
            .withConf(settings)
            .withSchema(rows.schema())
            .withDataModel(new GenericData())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageSize(PAGE_BYTES)
            .build()) {
      for (T value : values) {
        writer.write(rows.toGeneric(value));
      }
    }
    return Footer.sorted(file.toByteArray());
  }
}
