package dev.sluice.local.letters;

import dev.sluice.engine.packed.DamagedException;
import dev.sluice.engine.packed.PackedRecord;
import dev.sluice.ports.HashRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes apart what a producer library has packed. Sent again as a whole it would go to one shard,
 * where those of its records count that the shard owns, and no others: shards may have been split
 * since, and an explicit hash key of the whole is not known. One by one each goes where it belongs.
 */
final class Unpacking {
  private final Optional<ShardRecords> stream;
  private final Map<String, Optional<HashRange>> owned = new HashMap<>();

  /**
   * @param stream which says what a shard owned, if it is known: else nobody can tell which records
   *     the producer has sent again by itself, and none is taken for one of them
   */
  Unpacking(Optional<ShardRecords> stream) {
    this.stream = stream;
  }

  /** The letters that a record packs, in order; itself where it packs none, or is damaged. */
  List<Letter> unpack(Letter letter) {
    if (!PackedRecord.isPacked(letter.data())) {
      return List.of(letter);
    }
    List<PackedRecord.User> users;
    try {
      users = PackedRecord.unpack(letter.data());
    } catch (DamagedException e) {
      return List.of(letter); // a dead letter wherever it comes to
    }
    Optional<HashRange> range = owned.computeIfAbsent(letter.lane(), lane -> owned(letter));
    List<Letter> members = new ArrayList<>();
    for (PackedRecord.User user : users) {
      boolean isForeign = range.isPresent() && !range.get().contains(user.hashKey());
      members.add(letter.member(members.size(), user, isForeign));
    }
    return members;
  }

  private Optional<HashRange> owned(Letter letter) {
    String shard = letter.lane().substring(letter.source().length() + 1);
    return stream.flatMap(each -> each.hashKeys(letter.source(), shard));
  }
}
