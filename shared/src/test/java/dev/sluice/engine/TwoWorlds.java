package dev.sluice.engine;

import dev.sluice.api.StreamApp;
import java.util.List;
import java.util.function.Supplier;

/** The same stream in peace and in trouble, over three shards and three buckets, from a seed. */
record TwoWorlds(World calm, World troubled) {
  static final int BUCKETS = 3;

  private static final int SHARDS = 3;
  private static final int RECORDS = 300;

  /** Every second seed reshards; for every third one the buckets are functions of their own. */
  static TwoWorlds run(Supplier<StreamApp> app, long seed) {
    List<Script.Event> script = Script.of(seed, RECORDS, seed % 2 == 0);
    EngineSettings settings = World.settings(BUCKETS, seed % 3 == 0 ? 0 : 100);
    return new TwoWorlds(
        new World(app.get(), SHARDS, settings, Trouble.Chances.NONE, seed).run(script),
        new World(app.get(), SHARDS, settings, Trouble.Chances.MUCH, -seed).run(script));
  }
}
