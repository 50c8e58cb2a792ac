package dev.sluice.testkit.faults;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.ports.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Entries whose bulk lies below a kept checkpoint: all else of them is as it was in the lane from
 * which that was copied.
 */
final class MovedBulk {
  private static final String KEPT = "keep/checkpoints/";

  private final Logs logs;

  /**
   * @param spills with all that there ever was
   */
  MovedBulk(ObjectStore spills) {
    EngineSettings any =
        new EngineSettings(
            Duration.ofSeconds(1), 1, Duration.ZERO, EngineSettings.DEFAULT_ENTRY_LIFETIME, 1);
    this.logs = new Logs(new Ports(null, null, spills, null, null, null, null, null, null), any);
  }

  /** Whether an entry may be one that was copied with its bulk. */
  static boolean isIn(byte[] entry) {
    return new String(entry, StandardCharsets.ISO_8859_1).contains(KEPT);
  }

  /** Whether two entries of a lane differ at most in where their bulk lies. */
  boolean areSame(String lane, byte[] one, byte[] other) {
    return Arrays.equals(placeless(lane, one), placeless(lane, other));
  }

  private byte[] placeless(String lane, byte[] entry) {
    return logs.moved(
        lane, entry, content -> new Payload.Spilled("", content.length, Payload.digest(content)));
  }
}
