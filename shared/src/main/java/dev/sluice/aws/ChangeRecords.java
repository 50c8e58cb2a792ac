package dev.sluice.aws;

import dev.sluice.api.change.Change;
import dev.sluice.api.change.ChangeFormat;
import dev.sluice.ports.Position;
import dev.sluice.ports.PulledRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** Records of DynamoDB streams as changes. */
final class ChangeRecords {
  private ChangeRecords() {}

  static PulledRecord pulled(Record record) {
    StreamRecord stream = record.dynamodb();
    Map<String, Object> keys = item(stream.keys());
    Change change =
        new Change(
            Change.Kind.valueOf(record.eventNameAsString()),
            keys,
            stream.hasOldImage() ? Optional.of(item(stream.oldImage())) : Optional.empty(),
            stream.hasNewImage() ? Optional.of(item(stream.newImage())) : Optional.empty());
    return new PulledRecord(
        position(stream.sequenceNumber()),
        stream.approximateCreationDateTime().toEpochMilli(),
        ChangeFormat.text(keys),
        ChangeFormat.encode(change));
  }

  /** Stand-ins for DynamoDB put zeros in front; positions have none. */
  static Position position(String sequenceNumber) {
    String digits = sequenceNumber.replaceFirst("^0+(?=.)", "");
    return Position.of(digits);
  }

  private static Map<String, Object> item(Map<String, AttributeValue> attributes) {
    Map<String, Object> item = new TreeMap<>();
    attributes.forEach((name, value) -> item.put(name, value(value)));
    return item;
  }

  private static Object value(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> new BigDecimal(value.n());
      case B -> bytes(value.b());
      case BOOL -> value.bool();
      case NUL -> null;
      case L -> {
        List<Object> list = new ArrayList<>();
        value.l().forEach(each -> list.add(value(each)));
        yield list;
      }
      case M -> item(value.m());
      case SS -> new TreeSet<>(value.ss());
      case NS -> new TreeSet<>(value.ns().stream().map(BigDecimal::new).toList());
      case BS -> new TreeSet<>(value.bs().stream().map(ChangeRecords::bytes).toList());
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("an attribute has a type that is not known here");
    };
  }

  private static ByteBuffer bytes(SdkBytes bytes) {
    return bytes.asByteBuffer().asReadOnlyBuffer();
  }
}
