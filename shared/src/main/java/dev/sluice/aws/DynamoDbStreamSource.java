package dev.sluice.aws;

import dev.sluice.ports.Clock;
import dev.sluice.ports.HashRange;
import dev.sluice.ports.Lineage;
import dev.sluice.ports.Metrics;
import dev.sluice.ports.Position;
import dev.sluice.ports.Pulled;
import dev.sluice.ports.PulledRecord;
import dev.sluice.ports.Source;
import dev.sluice.ports.StoreMetrics;
import dev.sluice.ports.StoreRefusedException;
import dev.sluice.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The streams of changes of DynamoDB tables, which are read here: an event of Lambda's mapping does
 * not say which shard its records are of.
 *
 * <p>A stamp is the second in which the item was changed. An empty read says nothing about what is
 * on its way: only reads that come again and again from where the last one ended stand at the end
 * of the shard, and what was changed longer ago than the idle allowance is taken to be visible by
 * then. That is a declaration, and no proof: a change that takes longer is not lost, but counts in
 * the batch of its arrival, as {@code clamped}.
 */
public final class DynamoDbStreamSource implements Source {

  /**
   * The idle allowance unless said: changes are visible within a second or so, most of the time.
   */
  public static final Duration DEFAULT_IDLE_ALLOWANCE = Duration.ofSeconds(30);

  /**
   * Reads in a row that must be empty, each from where the one before ended, before a shard is
   * idle: a read looks at a part of the shard only, and may find nothing in it. A shard takes 5
   * reads a second.
   */
  private static final int PROOF_READS = 3;

  /** The limit of GetRecords. */
  private static final int MAX_RECORDS = 1_000;

  /** Pages of DescribeStream, of up to 100 shards each. */
  private static final int MAX_PAGES = 1_000;

  /**
   * How streams are read.
   *
   * @param idleAllowance how long after a change it may become visible, at most
   * @param stampGrain to which stamps are rounded down: a second on AWS, a minute in DynamoDB Local
   * @param awaitsTables whether a table may come to be, or get its stream, while the app runs: then
   *     it has no shards before, where it is refused otherwise
   */
  public record Settings(Duration idleAllowance, Duration stampGrain, boolean awaitsTables) {
    /** For AWS. */
    public static Settings of(Duration idleAllowance) {
      return new Settings(idleAllowance, Duration.ofSeconds(1), false);
    }

    public Settings {
      if (idleAllowance.isNegative()) {
        throw new IllegalArgumentException("the idle allowance is negative: " + idleAllowance);
      }
    }
  }

  private record Place(String table, String shardId) {}

  /**
   * Where a shard was listed. A table whose stream was disabled and enabled has a new one, and the
   * old one can be read for a day.
   *
   * @param arn of its stream
   * @param digits of its sequence numbers; 0 where they are not padded
   */
  private record Home(String arn, int digits) {}

  /**
   * Where a read goes on.
   *
   * @param expired whether it began at the oldest record, as the one at the position was gone
   */
  private record Kept(Position after, String iterator, int emptyReads, boolean expired) {}

  private final Map<Place, Kept> iterators = new HashMap<>();
  private final Map<Place, Home> homes = new HashMap<>();
  private final DynamoDbClient tables;
  private final DynamoDbStreamsClient streams;
  private final Clock clock;
  private final Settings settings;
  private final Metrics metrics;

  /**
   * The tables that a client sees.
   *
   * @param metrics takes the counters of {@link StoreMetrics}
   */
  public DynamoDbStreamSource(
      DynamoDbClient tables,
      DynamoDbStreamsClient streams,
      Clock clock,
      Settings settings,
      Metrics metrics) {
    this.tables = tables;
    this.streams = streams;
    this.clock = clock;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public List<Shard> shards(String table) {
    Optional<String> arn = newest(table);
    if (settings.awaitsTables() && arn.isEmpty()) {
      return List.of();
    }
    return Lineage.amongThemselves(list(table, arn.orElseThrow(() -> withoutStream(table))));
  }

  /** All shards of a stream, each with all of its parents. */
  private List<Shard> list(String table, String arn) {
    List<Shard> found = new ArrayList<>();
    DescribeStreamRequest.Builder request = DescribeStreamRequest.builder().streamArn(arn);
    String last = null;
    for (int pages = 0; pages == 0 || last != null; pages++) {
      if (pages == MAX_PAGES) {
        throw new StoreRefusedException(
            "the stream of table '" + table + "' has more than " + MAX_PAGES + " pages of shards");
      }
      StreamDescription page;
      try {
        page =
            streams.describeStream(request.exclusiveStartShardId(last).build()).streamDescription();
      } catch (SdkException e) {
        throw AwsFaults.translate("list the shards of the stream of table '" + table + "'", e);
      }
      page.shards()
          .forEach(
              shard -> {
                found.add(
                    new Shard(
                        shard.shardId(),
                        Optional.ofNullable(shard.parentShardId()).stream().toList()));
                String first = shard.sequenceNumberRange().startingSequenceNumber();
                int digits = first != null && first.startsWith("0") ? first.length() : 0;
                homes.put(new Place(table, shard.shardId()), new Home(arn, digits));
              });
      last = page.lastEvaluatedShardId();
    }
    return found;
  }

  /** The stream that the table has now: it may have been made anew at any time. */
  private Optional<String> newest(String table) {
    try {
      return Optional.ofNullable(
          tables.describeTable(it -> it.tableName(table)).table().latestStreamArn());
    } catch (SdkException e) {
      if (e instanceof ResourceNotFoundException && settings.awaitsTables()) {
        return Optional.empty();
      }
      throw AwsFaults.translate("find the stream of table '" + table + "'", e);
    }
  }

  private List<Shard> listNewest(String table) {
    return list(table, newest(table).orElseThrow(() -> withoutStream(table)));
  }

  private static StoreRefusedException withoutStream(String table) {
    return new StoreRefusedException(
        "SLUICE-E31 table '"
            + table
            + "' has no stream; enable one, with the view type NEW_AND_OLD_IMAGES for both"
            + " images of each change");
  }

  @Override
  public HashRange hashKeys(String table, String shardId) {
    return HashRange.ALL;
  }

  @Override
  public Probe probe(String table, String shardId, Position after) {
    return Probe.of(read(new Place(table, shardId), after, 1));
  }

  @Override
  public Optional<Pulled> pull(String table, String shardId, Position after, int maxRecords) {
    int most = Math.min(maxRecords, MAX_RECORDS);
    return Optional.of(read(new Place(table, shardId), after, most));
  }

  private Pulled read(Place place, Position after, int most) {
    Kept kept = iterators.remove(place);
    try {
      if (kept != null && kept.after.equals(after)) {
        try {
          return read(place, kept, most);
        } catch (ExpiredIteratorException | TrimmedDataAccessException e) {
          // they live for 15 minutes; a fresh one follows
        }
      }
      return readAnew(place, after, most);
    } catch (ResourceNotFoundException e) {
      return gone(place, after, e);
    } catch (SdkException e) {
      throw AwsFaults.translate(
          "read shard " + place.shardId + " of the stream of table '" + place.table + "'", e);
    }
  }

  /**
   * Where the record at the position is gone, others behind it may have gone unread: the stream
   * does not say, as it does not for a shard in which nothing was changed for so long.
   */
  private Pulled readAnew(Place place, Position after, int most) {
    try {
      return read(place, new Kept(after, iterator(place, after), 0, false), most);
    } catch (TrimmedDataAccessException e) {
      boolean expired = !after.equals(Position.START);
      String oldest = iterator(place, Position.START);
      try {
        return read(place, new Kept(after, oldest, 0, expired), most);
      } catch (TrimmedDataAccessException again) {
        throw new StoreUnavailableException(
            "records of shard "
                + place.shardId
                + " of the stream of table '"
                + place.table
                + "' expired while they were read",
            again);
      }
    }
  }

  /**
   * A shard that its stream does not list any more has ended, and what was not read of it is gone:
   * so is every shard of a stream that was made anew.
   */
  private Pulled gone(Place place, Position after, ResourceNotFoundException cause) {
    homes.remove(place);
    return goneFrom(
        listNewest(place.table),
        place,
        "cannot be read behind " + after + ": the stream says that it is not there",
        cause);
  }

  private static Pulled goneFrom(
      List<Shard> listed, Place place, String what, ResourceNotFoundException cause) {
    boolean there = listed.stream().anyMatch(each -> each.id().equals(place.shardId));
    List<Shard> followers = Lineage.followers(place.shardId, listed);
    if (there || followers.isEmpty()) {
      throw new StoreUnavailableException(
          "SLUICE-E30 shard "
              + place.shardId
              + " of the stream of table '"
              + place.table
              + "' "
              + what
              + ", and the stream lists "
              + (there ? "it" : "no younger one")
              + "; it is asked again",
          cause);
    }
    return new Pulled.Ended(followers, true);
  }

  /**
   * A shard that was read to its end. One without children is the last one of a stream that was
   * disabled, or its children are not listed yet; what was changed before the stream that follows
   * was enabled is in neither.
   */
  private Pulled ended(Place place, boolean expired) {
    List<Shard> children = children(place, list(place.table, home(place).arn));
    if (children.isEmpty()) {
      List<Shard> listed = listNewest(place.table);
      children = children(place, listed);
      if (children.isEmpty()) {
        return goneFrom(listed, place, "has ended without children", null);
      }
    }
    return new Pulled.Ended(children, expired);
  }

  private static List<Shard> children(Place place, List<Shard> listed) {
    return listed.stream().filter(each -> each.parents().contains(place.shardId)).toList();
  }

  private Pulled read(Place place, Kept from, int most) {
    long now = clock.nowMillis(); // before reading: a change may come right behind it
    Kept at = from;
    for (int reads = 0; reads == 0 || at.emptyReads < PROOF_READS; reads++) {
      metrics.count(StoreMetrics.STREAM_READS, 1);
      String iterator = at.iterator;
      GetRecordsResponse read = streams.getRecords(it -> it.shardIterator(iterator).limit(most));
      if (!read.records().isEmpty()) {
        List<PulledRecord> records = read.records().stream().map(ChangeRecords::pulled).toList();
        if (read.nextShardIterator() != null) {
          Position last = records.get(records.size() - 1).position();
          iterators.put(place, new Kept(last, read.nextShardIterator(), 0, false));
        }
        return new Pulled.Some(records, at.expired);
      }
      if (read.nextShardIterator() == null) {
        return ended(place, at.expired);
      }
      at = new Kept(at.after, read.nextShardIterator(), at.emptyReads + 1, at.expired);
    }
    iterators.put(place, at);
    return Pulled.idleUntil(idleUntil(now));
  }

  /** Of what is not visible yet the stamp is at least the second in which it may have been made. */
  private long idleUntil(long nowMillis) {
    long grain = settings.stampGrain().toMillis();
    return Math.floorDiv(nowMillis - settings.idleAllowance().toMillis(), grain) * grain;
  }

  private String iterator(Place place, Position after) {
    Home home = home(place);
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamArn(home.arn).shardId(place.shardId);
    if (after.sequence().isEmpty()) {
      request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    } else {
      request
          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .sequenceNumber(padded(home, after.sequence()));
    }
    return streams.getShardIterator(request.build()).shardIterator();
  }

  private Home home(Place place) {
    if (!homes.containsKey(place)) {
      String arn = newest(place.table).orElseThrow(() -> withoutStream(place.table));
      list(place.table, arn);
      return homes.getOrDefault(place, new Home(arn, 0));
    }
    return homes.get(place);
  }

  /** As the stream writes it; see {@link ChangeRecords#position}. */
  private static String padded(Home home, String sequence) {
    return "0".repeat(Math.max(0, home.digits - sequence.length())) + sequence;
  }
}
