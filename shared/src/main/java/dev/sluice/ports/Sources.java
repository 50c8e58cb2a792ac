package dev.sluice.ports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All sources of an app behind one port. Each kind has an implementation, which is asked by names
 * without their kind: {@code orders}, not {@code kafka:orders}.
 */
public final class Sources implements Source {
  private final Map<SourceKind, Source> byKind;

  /** Puts implementations together, one for each kind that is served. */
  public Sources(Map<SourceKind, Source> byKind) {
    this.byKind = new TreeMap<>(byKind);
  }

  /**
   * What is missing, if anything is, for an app to run where some kinds are served. An app brings
   * its own sources with it.
   *
   * @param ids of the app's sources
   */
  public static Optional<String> missing(Collection<String> ids, Set<SourceKind> served) {
    List<String> faults = new ArrayList<>();
    for (String id : ids) {
      SourceId source = SourceId.parse(id);
      if (source.kind() != SourceKind.CUSTOM && !served.contains(source.kind())) {
        faults.add(fault(source, served));
      }
    }
    return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("\n  ", faults));
  }

  private static String fault(SourceId source, Set<SourceKind> served) {
    return "SLUICE-E17 the app reads '"
        + source
        + "', "
        + source.kind().what()
        + ", and nothing serves that here, only "
        + served.stream().sorted().map(SourceKind::name).collect(Collectors.joining(", "))
        + "; "
        + source.kind().toDo();
  }

  /**
   * Makes sure that all sources of an app are served, before anything of it runs.
   *
   * @throws StoreRefusedException with all that are not
   */
  public Sources requireServed(Collection<String> ids) {
    missing(ids, byKind.keySet())
        .ifPresent(
            faults -> {
              throw new StoreRefusedException(faults);
            });
    return this;
  }

  @Override
  public List<Shard> shards(String stream) {
    SourceId id = SourceId.parse(stream);
    return of(id).shards(id.name());
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    SourceId id = SourceId.parse(stream);
    return of(id).probe(id.name(), shardId, after);
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    SourceId id = SourceId.parse(stream);
    return of(id).hashKeys(id.name(), shardId);
  }

  @Override
  public Optional<Pulled> pull(String stream, String shardId, Position after, int maxRecords) {
    SourceId id = SourceId.parse(stream);
    return of(id).pull(id.name(), shardId, after, maxRecords);
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    SourceId id = SourceId.parse(stream);
    return of(id).missed(id.name(), shardId, after, maxRecords);
  }

  private Source of(SourceId id) {
    Source found = byKind.get(id.kind());
    if (found == null) {
      throw new StoreRefusedException(fault(id, byKind.keySet()));
    }
    return found;
  }
}
