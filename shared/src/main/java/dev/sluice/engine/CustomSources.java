package dev.sluice.engine;

import dev.sluice.ports.HashRange;
import dev.sluice.ports.Position;
import dev.sluice.ports.PullSource;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.Source;
import dev.sluice.ports.SourceId;
import dev.sluice.ports.SourceKind;
import dev.sluice.ports.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The sources that an app brings with it, and all others. */
final class CustomSources implements Source {
  private final Map<String, PullSource> byName;
  private final Source others;

  /**
   * @param byName the app's own, by name without the kind
   */
  CustomSources(Map<String, PullSource> byName, Source others) {
    this.byName = byName;
    this.others = others;
  }

  @Override
  public List<Shard> shards(String stream) {
    Optional<PullSource> own = own(stream);
    return own.isEmpty()
        ? others.shards(stream)
        : ask("lists no lanes of '" + stream + "'", own.get()::lanes);
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    return own(stream).isEmpty()
        ? others.probe(stream, shardId, after)
        : Probe.of(pull(stream, shardId, after, 1).orElseThrow());
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    return others.hashKeys(stream, shardId);
  }

  @Override
  public Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
    Optional<PullSource> own = own(stream);
    return own.isEmpty()
        ? others.pull(stream, shardId, after, maxRecords)
        : Optional.of(
            ask(
                "does not read lane " + shardId + " of '" + stream + "' behind " + after,
                () -> own.get().read(shardId, after, maxRecords)));
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    return own(stream).isEmpty()
        ? others.missed(stream, shardId, after, maxRecords)
        : Optional.empty();
  }

  private Optional<PullSource> own(String stream) {
    SourceId id = SourceId.parse(stream);
    return id.kind() == SourceKind.CUSTOM
        ? Optional.ofNullable(byName.get(id.name()))
        : Optional.empty();
  }

  private static <R> R ask(String what, Callable<R> question) {
    try {
      return question.call();
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new StoreUnavailableException(
          "SLUICE-E18 the app's source " + what + ": " + e + "; it is asked again", e);
    }
  }
}
