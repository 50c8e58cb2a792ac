package dev.sluice.aws;

import dev.sluice.aws.ShardReads.Place;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Lineage;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * What Kinesis says about its shards. After an empty read the iterator is kept and the next probe
 * of the same position goes on from there, so that an idle shard costs one request a probe.
 */
public final class KinesisSource implements Source {

  /** Pages of ListShards, of up to 1,000 shards each; far above the largest streams. */
  private static final int MAX_PAGES = 100;

  /** Iterators kept; beyond that all are dropped, which costs a request for each. */
  private static final int MAX_ITERATORS = 10_000;

  private record Kept(Position after, String iterator) {}

  private final Map<Place, Kept> iterators = new ConcurrentHashMap<>();
  private final Map<Place, HashRange> hashKeys = new ConcurrentHashMap<>();
  private final KinesisClient kinesis;
  private final ShardReads reads;
  private final MissedReads missed;
  private final boolean startIsKnown;

  /**
   * The streams that a client sees, from their oldest records on.
   *
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public KinesisSource(KinesisClient kinesis, Metrics metrics) {
    this(kinesis, metrics, Optional.empty());
  }

  /**
   * The streams that a client sees.
   *
   * @param metrics takes the counters of {@link StoreMetrics}
   * @param start where the event source mapping starts, if not with the oldest record: a shard that
   *     has older ones only would never be taken for idle, as nobody delivers them
   */
  public KinesisSource(KinesisClient kinesis, Metrics metrics, Optional<Instant> start) {
    this.kinesis = kinesis;
    this.reads = new ShardReads(kinesis, metrics, start);
    this.missed = new MissedReads(reads);
    this.startIsKnown = start.isPresent();
  }

  @Override
  public List<Shard> shards(String stream) {
    return Lineage.amongThemselves(withAllParents(stream));
  }

  private List<Shard> withAllParents(String stream) {
    return list(stream).stream()
        .map(
            shard ->
                new Shard(
                    shard.shardId(),
                    Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                        .filter(Objects::nonNull)
                        .toList()))
        .toList();
  }

  @Override
  public HashRange hashKeys(String stream, String shardId) {
    Place place = new Place(stream, shardId);
    if (!hashKeys.containsKey(place)) {
      hashKeys
          .keySet()
          .removeIf(each -> each.stream().equals(stream)); // of shards that are no more
      list(stream)
          .forEach(
              each -> hashKeys.put(new Place(stream, each.shardId()), range(each.hashKeyRange())));
    }
    HashRange found = hashKeys.get(place);
    if (found == null) {
      throw new StoreUnavailableException(
          "stream '" + stream + "' does not list shard " + shardId + ", or not yet", null);
    }
    return found;
  }

  /** Kinesis names the last hash key of a range. */
  private static HashRange range(HashKeyRange range) {
    return new HashRange(
        new BigInteger(range.startingHashKey()),
        new BigInteger(range.endingHashKey()).add(BigInteger.ONE));
  }

  private List<software.amazon.awssdk.services.kinesis.model.Shard> list(String stream) {
    List<software.amazon.awssdk.services.kinesis.model.Shard> found = new ArrayList<>();
    ListShardsRequest request = ListShardsRequest.builder().streamName(stream).build();
    for (int pages = 0; request != null; pages++) {
      if (pages == MAX_PAGES) {
        throw new StoreRefusedException(
            "stream '" + stream + "' lists more than " + MAX_PAGES + " pages of shards");
      }
      ListShardsResponse page = listPage(stream, request);
      found.addAll(page.shards());
      // A token stands for the stream as well; Kinesis refuses both together.
      request =
          page.nextToken() == null
              ? null
              : ListShardsRequest.builder().nextToken(page.nextToken()).build();
    }
    return found;
  }

  private ListShardsResponse listPage(String stream, ListShardsRequest request) {
    try {
      return kinesis.listShards(request);
    } catch (SdkException e) {
      throw AwsFaults.translate("list the shards of stream '" + stream + "'", e);
    }
  }

  @Override
  public Probe probe(String stream, String shardId, Position after) {
    Place place = new Place(stream, shardId);
    Kept kept = iterators.get(place);
    try {
      if (kept != null && kept.after.equals(after)) {
        try {
          return probe(place, after, kept.iterator);
        } catch (ExpiredIteratorException e) {
          iterators.remove(place, kept); // they live for 5 minutes; a fresh one follows
        }
      }
      return probe(place, after, reads.behind(place, after));
    } catch (ResourceNotFoundException e) {
      iterators.remove(place);
      return Probe.gone(followers(place, e));
    } catch (SdkException e) {
      if (!AwsFaults.passes(e)) {
        iterators.remove(place);
      }
      throw AwsFaults.translate(
          "look behind " + after + " in shard " + shardId + " of stream '" + stream + "'", e);
    }
  }

  /**
   * What goes on where a shard ended that has left its stream.
   *
   * @throws StoreRefusedException if that is not what has become of it
   * @throws StoreUnavailableException if the stream lists it
   */
  private List<Shard> followers(Place place, ResourceNotFoundException cause) {
    List<Shard> listed = withAllParents(place.stream());
    if (listed.stream().anyMatch(each -> each.id().equals(place.shardId()))) {
      throw new StoreUnavailableException(
          "stream '" + place.stream() + "' lists shard " + place.shardId() + " and has it not",
          cause);
    }
    List<Shard> followers = Lineage.followers(place.shardId(), listed);
    if (followers.isEmpty()) {
      throw new StoreRefusedException(
          "stream '"
              + place.stream()
              + "' has no shard "
              + place.shardId()
              + ", nor any that may follow it: it was deleted and made anew",
          cause);
    }
    return followers;
  }

  private Probe probe(Place place, Position after, String firstIterator) {
    String iterator = firstIterator;
    for (int count = 1; ; count++) {
      GetRecordsResponse read = reads.read(iterator, 1);
      iterator = read.nextShardIterator();
      long behind = ShardReads.millisBehind(read);
      if (!read.records().isEmpty()) {
        return new Probe(false, behind, false, List.of());
      }
      if (iterator == null) {
        iterators.remove(place);
        return new Probe(true, behind, true, children(read));
      }
      keep(place, new Kept(after, iterator));
      if (behind == 0 || count == ShardReads.MAX_READS) {
        return new Probe(true, behind, false, List.of());
      }
    }
  }

  @Override
  public Optional<Missed> missed(String stream, String shardId, Position after, int maxRecords) {
    if (after.equals(Position.START) && !startIsKnown) {
      return Optional.empty(); // where the mapping begins is not known here
    }
    Place place = new Place(stream, shardId);
    try {
      return Optional.of(missed.read(place, after, maxRecords));
    } catch (ResourceNotFoundException e) {
      followers(place, e);
      return Optional.of(Missed.gone(after));
    } catch (SdkException e) {
      throw AwsFaults.translate(
          "read behind " + after + " in shard " + shardId + " of stream '" + stream + "'", e);
    }
  }

  private static List<Shard> children(GetRecordsResponse read) {
    return read.childShards().stream()
        .map(child -> new Shard(child.shardId(), List.copyOf(child.parentShards())))
        .toList();
  }

  private void keep(Place place, Kept kept) {
    if (iterators.size() >= MAX_ITERATORS) {
      iterators.clear();
    }
    iterators.put(place, kept);
  }
}
