package dev.sluice.local.letters;

import dev.sluice.engine.Lanes;
import dev.sluice.local.letters.Letters.Broken;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dead letters that an app writes: rows of CSV below {@code dead-letter/}. */
public final class RowSource implements LetterSource {
  /** Where apps write them. */
  public static final String ROOT = "dead-letter/";

  private static final Pattern FILE =
      Pattern.compile(ROOT + "(.+)-([0-9]{1,18})\\.csv/part-[0-9]+");
  private static final Pattern POSITION = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  /** The lane of a bucket, of any layout: its rows are results. */
  private static final Pattern BUCKET = Pattern.compile(Lanes.BUCKET_PATTERN);

  /** Of results, and of records as they were written at first. */
  private static final int FIELDS = 5;

  /** Of records: partition key and time of arrival follow. */
  private static final int FIELDS_OF_RECORDS = 7;

  private final LetterStore store;

  public RowSource(LetterStore store) {
    this.store = store;
  }

  @Override
  public String root() {
    return ROOT;
  }

  @Override
  public List<String> names() {
    return store.list(ROOT).stream()
        .filter(name -> FILE.matcher(name).matches())
        .sorted(Comparator.comparing(RowSource::millis).thenComparing(name -> name))
        .toList();
  }

  private static long millis(String name) {
    return Long.parseLong(matched(name).group(2));
  }

  private static Matcher matched(String name) {
    Matcher file = FILE.matcher(name);
    if (!file.matches()) {
      throw new IllegalArgumentException(name + " holds no dead letters");
    }
    return file;
  }

  @Override
  public Letters read(String name) {
    Letters letters = new Letters(new ArrayList<>(), new ArrayList<>());
    String text;
    try {
      byte[] content = store.get(name).orElse(new byte[0]);
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      letters.broken().add(new Broken(name, "SLUICE-L01 it is not text in UTF-8"));
      return letters;
    } catch (IllegalArgumentException e) {
      letters.broken().add(new Broken(name, "SLUICE-L01 " + e.getMessage()));
      return letters;
    }
    for (CsvRows.Row row : CsvRows.read(text)) {
      try {
        if (row.fault() != null) {
          throw new IllegalArgumentException(row.fault());
        }
        letters.letters().add(letter(name, row));
      } catch (IllegalArgumentException | DateTimeException e) {
        String place = name + " line " + row.line();
        letters.broken().add(new Broken(place, "SLUICE-L01 " + e.getMessage()));
      }
    }
    return letters;
  }

  private static Letter letter(String name, CsvRows.Row row) {
    List<String> fields = row.fields();
    if (fields.size() != FIELDS && fields.size() != FIELDS_OF_RECORDS) {
      throw new IllegalArgumentException(
          "a dead letter has 5 fields, or 7, and this row has " + fields.size());
    }
    String lane = fields.get(0);
    String position = fields.get(1);
    int slash = lane.lastIndexOf('/');
    if (slash < 1 || !POSITION.matcher(position).matches()) {
      throw new IllegalArgumentException(
          "'" + lane + "' and '" + position + "' are no lane and no position in it");
    }
    Matcher file = matched(name);
    boolean isRecord = !BUCKET.matcher(lane).matches();
    boolean whole = fields.size() == FIELDS_OF_RECORDS;
    return new Letter(
        isRecord ? lane + "/" + position : name.substring(ROOT.length()) + "/" + row.line(),
        isRecord ? lane.substring(0, slash) : file.group(1),
        isRecord,
        lane,
        position,
        name.substring(0, name.lastIndexOf('/')),
        Instant.ofEpochMilli(Long.parseLong(file.group(2))),
        whole ? Optional.of(Instant.parse(fields.get(6))) : Optional.empty(),
        fields.get(2),
        whole ? Optional.of(fields.get(5)) : Optional.empty(),
        data(fields.get(3), fields.get(4)));
  }

  private static byte[] data(String encoding, String text) {
    return switch (encoding) {
      case "utf8" -> text.getBytes(StandardCharsets.UTF_8);
      case "base64" -> Base64.getDecoder().decode(text);
      default ->
          throw new IllegalArgumentException(
              "its encoding is '" + encoding + "'; there are utf8 and base64");
    };
  }
}
