package dev.sluice.engine.transform;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.ShardEntry;
import dev.sluice.engine.entry.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the versions of broadcasts that hold for records: those of their intervals. */
final class Versions {

  /**
   * Records that see the same versions.
   *
   * @param count so many, the first ones
   * @param tables what broadcasts hold, by name
   */
  record Stretch(int count, Map<String, Object> tables) {}

  private final EngineSettings settings;
  private final Tables tables;

  Versions(EngineSettings settings, Tables tables) {
    this.settings = settings;
    this.tables = tables;
  }

  /**
   * The first of the records behind a lane's head that see the same versions.
   *
   * @param records not empty
   * @return nothing if the versions of the first one's interval are not fixed as far as is known
   */
  Optional<Stretch> stretch(Announcements announced, ShardEntry head, List<InRecord> records) {
    if (announced.isEmpty()) {
      return Optional.of(new Stretch(records.size(), Map.of()));
    }
    long clock = Math.max(head.clockMillis(), records.get(0).stampMillis());
    long k = settings.intervalOf(clock);
    if (k > announced.horizon()) {
      return Optional.empty();
    }
    long last = announced.sameUpTo(k);
    int count = 1;
    while (count < records.size()) {
      clock = Math.max(clock, records.get(count).stampMillis());
      if (settings.intervalOf(clock) > last) {
        break;
      }
      count++;
    }
    return Optional.of(new Stretch(count, tables.values(announced.inForce(k))));
  }
}
