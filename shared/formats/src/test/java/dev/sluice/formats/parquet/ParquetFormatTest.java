package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.format.FormatException;
import dev.sluice.formats.avro.AvroFormat;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** Files of Parquet, read back by its library. */
class ParquetFormatTest {

  @Test
  void valuesComeBackAsTheyWere() throws IOException {
    List<GenericRecord> rows = ParquetFiles.read(Rows.file());
    assertThat(rows).hasSize(600);
    for (int i = 0; i < rows.size(); i++) {
      GenericRecord row = rows.get(i);
      Rows.Row value = Rows.row(i);
      assertThat(row.get("flag")).isEqualTo(value.flag());
      assertThat(row.get("number")).isEqualTo(i);
      assertThat(row.get("large")).isEqualTo(value.large());
      assertThat(row.get("some")).isEqualTo(value.some());
      assertThat(row.get("other")).isEqualTo(value.other());
      assertThat(row.get("text")).hasToString(value.text());
      assertThat(ParquetFiles.array(row.get("bytes"))).isEqualTo(value.bytes());
      assertThat(row.get("kind")).hasToString(value.kind().name());
      assertThat(row.get("time")).isEqualTo(i * 1_001L);
      assertThat(row.get("date")).isEqualTo(-i);
      assertThat(row.get("maybe")).isEqualTo(value.maybe());
      assertThat(row.get("place") == null).isEqualTo(value.place().isEmpty());
      List<?> places = (List<?>) row.get("places");
      assertThat(places).hasSize(value.places().size());
      if (!places.isEmpty()) {
        assertThat(((GenericRecord) places.get(0)).get("names")).hasToString("[x, y]");
        assertThat(((GenericRecord) places.get(1)).get("names")).hasToString("[]");
      }
      assertThat(row.get("set")).hasToString("[a, m, z" + i % 7 + "]");
      assertThat((Map<?, ?>) row.get("map"))
          .hasSize(value.map().size())
          .allSatisfy((key, each) -> assertThat(each).isEqualTo(value.map().get(key.toString())));
    }
  }

  @Test
  void columnsHaveTheLogicalTypesThatReadersKnow() throws IOException {
    assertThat(ParquetFiles.footer(Rows.file()).getFileMetaData().getSchema().toString())
        .contains(
            "required boolean flag;",
            "required int32 number;",
            "optional binary text (STRING);",
            "optional binary kind (ENUM);",
            "optional int64 time (TIMESTAMP(MICROS,true));",
            "optional int32 date (DATE);",
            "optional group set (LIST) {\n    repeated group list {\n      required binary element"
                + " (STRING);",
            "optional group map (MAP) {\n    repeated group key_value (MAP_KEY_VALUE) {",
            "optional int64 maybe;");
  }

  @Test
  void decimalsHaveTheScaleOfTheSchemaAndTimesItsUnit() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"M","fields":[
                  {"name":"name","type":"string"},
                  {"name":"price","type":{"type":"bytes","logicalType":"decimal",
                    "precision":12,"scale":3}},
                  {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":5}]}
                """);
    byte[] file =
        ParquetFormat.of(AvroFormat.of(Rows.Money.class, schema))
            .file(
                List.of(
                    new Rows.Money("a", new BigDecimal("-1.5")),
                    new Rows.Money("b", new BigDecimal("123456789.123"))));
    List<GenericRecord> rows = ParquetFiles.read(file);

    assertThat(new BigInteger(ParquetFiles.array(rows.get(0).get("price")))).isEqualTo(-1500);
    assertThat(new BigInteger(ParquetFiles.array(rows.get(1).get("price"))))
        .isEqualTo(123456789123L);
    assertThat(rows.get(1).get("at")).isEqualTo(5L);
    assertThat(ParquetFiles.footer(file).getFileMetaData().getSchema().toString())
        .contains("required binary price (DECIMAL(12,3));")
        .contains("required int64 at (TIMESTAMP(MILLIS,true));");
  }

  @Test
  void ownRecordsOfAvroAreWrittenTooWithNullsInLists() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"A","fields":[{"name":"list","type":
                  {"type":"array","items":["null","long"]}},{"name":"or","type":["long","string"]}]}
                """);
    GenericRecord value = new GenericData.Record(schema);
    value.put("list", java.util.Arrays.asList(1L, null, 3L));
    value.put("or", "text");

    GenericRecord read =
        ParquetFiles.read(ParquetFormat.of(AvroFormat.of(schema)).file(List.of(value))).get(0);
    assertThat(read.get("list")).hasToString("[1, null, 3]");
    assertThat(read.get("or")).hasToString("text");
  }

  @Test
  void footerSaysWhatItHoldsInAnOrderOfItsOwn() throws IOException {
    byte[] file = Rows.file();
    List<BlockMetaData> groups = ParquetFiles.footer(file).getBlocks();
    assertThat(groups).hasSize(1);
    List<ColumnChunkMetaData> columns = groups.get(0).getColumns();
    assertThat(columns).hasSizeGreaterThan(15);
    assertThat(columns).allMatch(each -> each.getCodec() == CompressionCodecName.UNCOMPRESSED);
    FileMetaData turned = Footer.of(file);
    Collections.reverse(turned.getKey_value_metadata());
    for (ColumnChunk column : turned.getRow_groups().get(0).getColumns()) {
      assertThat(column.getMeta_data().getEncodings()).hasSizeGreaterThan(1).isSorted();
      Collections.reverse(column.getMeta_data().getEncodings());
      Collections.reverse(column.getMeta_data().getEncoding_stats());
    }
    byte[] other = Footer.with(file, turned);
    assertThat(other).isNotEqualTo(file);
    assertThat(Footer.sorted(other)).isEqualTo(file);
    assertThat(ParquetFiles.footer(file).getFileMetaData().getCreatedBy())
        .startsWith("parquet-mr version ");
    assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
  }

  @Test
  void sameRowsGiveTheSameBytesInEveryProcessAndWithoutHadoop() throws Exception {
    byte[] here = Rows.file();
    for (int i = 0; i < 2; i++) { // classes loaded anew have constants with other hash codes
      try (URLClassLoader alone = withoutHadoop()) {
        assertThatThrownBy(() -> alone.loadClass("org.apache.hadoop.conf.Configuration"))
            .isInstanceOf(ClassNotFoundException.class);
        byte[] there =
            (byte[]) alone.loadClass(Rows.class.getName()).getMethod("file").invoke(null);
        assertThat(there).isEqualTo(here);
      }
    }
  }

  private static URLClassLoader withoutHadoop() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!path.contains("hadoop-client-api")) {
        urls.add(new File(path).toURI().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void schemaWithoutAFormIsRefusedWhenTheFormatIsMade() {
    Schema chain =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"A","fields":[{"name":"next","type":["null","A"]}]}
                """);
    assertThatThrownBy(() -> ParquetFormat.of(AvroFormat.of(chain)))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("SLUICE-D18 A has no form in Parquet: ");
    Schema empty = Schema.createRecord("E", null, null, false, List.of());
    assertThatThrownBy(() -> ParquetFormat.of(AvroFormat.of(empty)))
        .hasMessageStartingWith("SLUICE-D18 E has no form in Parquet: ");
    Schema nanos =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"N","fields":[{"name":"at","type":["null",
                  {"type":"long","logicalType":"timestamp-nanos"}]}]}
                """);
    assertThatThrownBy(() -> ParquetFormat.of(AvroFormat.of(nanos)))
        .hasMessageStartingWith("SLUICE-D18 N has no form in Parquet: it has timestamp-nanos");
  }
}
