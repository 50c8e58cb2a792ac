package dev.sluice.local.run;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.checkpoint.StartFrom;
import dev.sluice.local.services.Clients;
import dev.sluice.local.stack.Stack;
import java.time.Duration;

/**
 * Where the lanes and the bulk of an app are.
 *
 * @param clients of the services that hold them
 * @param app the app's name
 * @param table of the lanes
 * @param bucket of the bulk
 * @param prefix of its names, empty or with a slash at its end
 * @param lifetime of entries, as far as the place says it
 * @param restoreFrom what the app begins from where it has no lanes, as far as the place says it
 */
public record Place(
    Clients clients,
    String app,
    String table,
    String bucket,
    String prefix,
    Duration lifetime,
    StartFrom restoreFrom) {

  /** One that does not say how long entries live: as long as they do by default. */
  public Place(Clients clients, String app, String table, String bucket, String prefix) {
    this(
        clients,
        app,
        table,
        bucket,
        prefix,
        EngineSettings.DEFAULT_ENTRY_LIFETIME,
        new StartFrom.Newest());
  }

  /** That of a run on this machine. */
  public static Place local(Clients clients, String app) {
    return new Place(clients, app, LocalRun.TABLE, LocalRun.spillBucket(app), "");
  }

  /** That of a deployed app. */
  public static Place of(Clients clients, Stack stack) {
    return new Place(
        clients,
        stack.app(),
        stack.table(),
        stack.bucket(),
        stack.spills(),
        stack.lifetime(),
        stack.restoreFrom());
  }
}
