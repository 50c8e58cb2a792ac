package dev.sluice.api.change;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of an item of a DynamoDB table. Values of attributes are, as DynamoDB has them: text
 * {@link String}, numbers {@link java.math.BigDecimal}, {@link Boolean}, null, bytes a read-only
 * {@link java.nio.ByteBuffer}, lists {@link java.util.List}, maps {@link Map} by text, and sets of
 * texts, of numbers or of bytes {@link java.util.Set}.
 *
 * <pre>
 * put (id 7, qty 1)       INSERT {id=7}   before -              after {id=7, qty=1}
 * update qty to 2         MODIFY {id=7}   before {id=7, qty=1}  after {id=7, qty=2}
 * delete                  REMOVE {id=7}   before {id=7, qty=2}  after -
 * </pre>
 *
 * @param kind what happened
 * @param keys the attributes of the item's primary key
 * @param before the item as it was, if it was there and the stream's view type holds old images
 * @param after the item as it is, if it is there and the stream's view type holds new images
 */
public record Change(
    Kind kind,
    Map<String, Object> keys,
    Optional<Map<String, Object>> before,
    Optional<Map<String, Object>> after) {

  /** What happened to an item. */
  public enum Kind {
    /** It came to be. */
    INSERT,
    /** Attributes of it changed. */
    MODIFY,
    /** It was deleted, by somebody or by its time to live. */
    REMOVE
  }

  public Change {
    keys = copy(keys);
    before = before.map(Change::copy);
    after = after.map(Change::copy);
  }

  /** Values may be null, which other copies refuse. */
  private static Map<String, Object> copy(Map<String, Object> attributes) {
    return Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
