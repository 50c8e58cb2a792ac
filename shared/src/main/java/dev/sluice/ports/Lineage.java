package dev.sluice.ports;

import dev.sluice.ports.Source.Shard;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the shards of a stream follow from one another, where it does not list all of them. */
public final class Lineage {
  /**
   * Followers that are named at most: an entry holds them all, and a stream of more open shards
   * than that must have been resharded as a whole while nobody looked.
   */
  private static final int MAX_FOLLOWERS = 1_000;

  /** How identifiers begin, in Kinesis and in the streams of DynamoDB. */
  private static final String PREFIX = "shardId-";

  private static final Comparator<String> BY_AGE =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private Lineage() {}

  /** The shards with those of their parents only that are among them. */
  public static List<Shard> amongThemselves(List<Shard> shards) {
    Set<String> ids = ids(shards);
    return shards.stream()
        .map(each -> new Shard(each.id(), each.parents().stream().filter(ids::contains).toList()))
        .toList();
  }

  /**
   * What goes on where a shard ended that its stream lists no more: the shards with a parent that
   * is no more either, its children among them, or else some shard that has none. Records of a
   * shard that was closed expire before those of its descendants, so that one of these is listed;
   * and identifiers grow, in Kinesis as in the streams of DynamoDB.
   *
   * @param gone the shard that is not listed
   * @param listed all that are, each with all of its parents
   * @return each with the shard as a parent beside its own, as any of these may still be read; none
   *     where no younger one is listed, so that the shard may be so young itself that the listing
   *     lacks it, or be of another stream
   */
  public static List<Shard> followers(String gone, List<Shard> listed) {
    if (!gone.startsWith(PREFIX)) {
      return List.of(); // no shard ever had this name
    }
    Set<String> ids = ids(listed);
    List<Shard> younger =
        listed.stream()
            .filter(each -> BY_AGE.compare(each.id(), gone) > 0)
            .sorted(Comparator.comparing(Shard::id, BY_AGE))
            .toList();
    Predicate<Shard> isOrphan = each -> !ids.containsAll(each.parents());
    Stream<Shard> found =
        younger.stream().anyMatch(isOrphan)
            ? younger.stream().filter(isOrphan).limit(MAX_FOLLOWERS)
            : younger.stream().filter(each -> each.parents().isEmpty()).limit(1);
    return found.map(each -> behind(gone, each)).toList();
  }

  private static Shard behind(String gone, Shard shard) {
    Set<String> parents = new LinkedHashSet<>(shard.parents());
    parents.add(gone);
    return new Shard(shard.id(), List.copyOf(parents));
  }

  private static Set<String> ids(List<Shard> shards) {
    return shards.stream().map(Shard::id).collect(Collectors.toSet());
  }
}
