package dev.sluice.local.doctor;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What keeps the lanes, the bulk and the records. */
public final class StoreFacts {
  private StoreFacts() {}

  /**
   * The table of the lanes.
   *
   * @param keys the types of its keys by their names and roles, such as {@code HASH pk} to {@code
   *     S}
   * @param expiry the attribute by which items expire, if they do
   * @param recoverable whether it can be restored to a point in time
   */
  public record Table(
      String name,
      String status,
      SortedMap<String, String> keys,
      Optional<String> expiry,
      boolean recoverable) {}

  /** A stream and for how long it keeps records. */
  public record Stream(String name, String status, int retentionHours) {}

  /**
   * A rule by which objects go.
   *
   * @param prefix of the objects' names
   * @param days after which they go
   */
  public record Expiry(String prefix, int days) {}

  /**
   * The bucket of results and bulk.
   *
   * @param closed whether all that is public is blocked
   */
  public record Bucket(String name, boolean closed, List<Expiry> expiries) {}
}
