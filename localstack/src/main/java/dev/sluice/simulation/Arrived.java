package dev.sluice.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A record as the batches see it.
 *
 * @param k the interval of {@code clockMillis}
 * @param clockMillis its stamp, not before any clock that its lane had shown
 * @param stampMillis what the stream stamped it with
 * @param stream where it lies
 * @param shard of the stream
 * @param index its place there, from 0
 * @param stray whether a producer has packed it for a shard that does not own its key: then it is a
 *     dead letter
 * @param data its bytes
 * @param tables the content of each broadcast's table that holds for its batch
 */
public record Arrived(
    long k,
    long clockMillis,
    long stampMillis,
    String stream,
    String shard,
    int index,
    boolean stray,
    byte[] data,
    Map<String, Integer> tables) {

  /** The data as text. */
  public String line() {
    return new String(data, StandardCharsets.UTF_8);
  }
}
