package dev.sluice.engine.entry;

import dev.sluice.codec.ByteInput;
import dev.sluice.codec.ByteOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which version of each broadcast holds for which intervals. What is said of intervals up to the
 * horizon is said for good: later entries announce versions for intervals behind it only. So
 * whoever knows an entry may work on those intervals, and nobody works on others.
 *
 * @param horizon the last interval for which all versions are fixed
 * @param versions those of each broadcast, ascending by their first interval
 */
public record Announcements(long horizon, SortedMap<String, List<Version>> versions) {

  /**
   * A content.
   *
   * @param from the first interval that it holds for; the next version ends it
   * @param digest its SHA-256 in hexadecimal digits
   * @param bytes its length
   */
  public record Version(long from, String digest, int bytes) {
    void write(ByteOutput out) {
      out.writeSigned(from).writeBytes(HexFormat.of().parseHex(digest)).writeUnsigned(bytes);
    }

    static Version read(ByteInput in) {
      long from = in.readSigned();
      return new Version(from, HexFormat.of().formatHex(in.readBytes()), in.readCount());
    }
  }

  /** There is nothing to announce, of no interval. */
  public static final Announcements NONE = new Announcements(Long.MIN_VALUE, new TreeMap<>());

  public boolean isEmpty() {
    return versions.isEmpty();
  }

  /** The version of each broadcast that holds for an interval, which is not behind the horizon. */
  public SortedMap<String, Version> inForce(long k) {
    SortedMap<String, Version> found = new TreeMap<>();
    versions.forEach((name, all) -> found.put(name, all.get(indexAt(all, k))));
    return found;
  }

  /** The last interval up to which the versions are those of an interval, and fixed. */
  public long sameUpTo(long k) {
    long last = horizon;
    for (List<Version> all : versions.values()) {
      int next = indexAt(all, k) + 1;
      last = next < all.size() ? Math.min(last, all.get(next).from - 1) : last;
    }
    return last;
  }

  private static int indexAt(List<Version> all, long k) {
    int index = all.size() - 1;
    while (index > 0 && all.get(index).from > k) {
      index--;
    }
    return index;
  }

  /** The newest version of a broadcast, whether it holds yet or not. */
  public Version newest(String name) {
    List<Version> all = versions.get(name);
    return all.get(all.size() - 1);
  }

  /** Whether the newest version of a broadcast begins behind the horizon. */
  public boolean isPending(String name) {
    return newest(name).from > horizon;
  }

  /** The same without versions that hold for no interval behind k. */
  public Announcements behind(long k) {
    SortedMap<String, List<Version>> left = new TreeMap<>();
    versions.forEach(
        (name, all) -> {
          int first = k == Long.MIN_VALUE ? 0 : indexAt(all, k + 1);
          left.put(name, List.copyOf(all.subList(first, all.size())));
        });
    return new Announcements(horizon, left);
  }

  /** The same for some of the broadcasts. */
  public Announcements only(Collection<String> names) {
    SortedMap<String, List<Version>> left = new TreeMap<>(versions);
    left.keySet().retainAll(names);
    return new Announcements(horizon, left);
  }

  /**
   * The same for the broadcasts of a newer entry: those that a change has removed are left out, and
   * those that it has added hold from the beginning of time.
   */
  public Announcements forThoseOf(Announcements newer) {
    if (versions.keySet().equals(newer.versions.keySet())) {
      return this;
    }
    SortedMap<String, List<Version>> all = new TreeMap<>(newer.versions);
    all.replaceAll((name, added) -> versions.getOrDefault(name, added));
    return new Announcements(horizon, all);
  }

  /** The same, fixed up to an interval at least. */
  public Announcements upTo(long k) {
    return isEmpty() || k <= horizon ? this : new Announcements(k, versions);
  }

  /**
   * The same with another version, which begins behind the horizon. One that was to begin there too
   * never does.
   */
  public Announcements with(String name, Version version) {
    SortedMap<String, List<Version>> more = new TreeMap<>(versions);
    List<Version> all = new ArrayList<>(more.getOrDefault(name, List.of()));
    all.removeIf(each -> each.from >= version.from);
    all.add(version);
    more.put(name, List.copyOf(all));
    return new Announcements(horizon, more);
  }

  /** The same without versions of a broadcast that begin behind an interval. */
  public Announcements without(String name, long k) {
    SortedMap<String, List<Version>> left = new TreeMap<>(versions);
    left.computeIfPresent(
        name, (same, all) -> all.stream().filter(each -> each.from <= k).toList());
    return new Announcements(horizon, left);
  }

  void write(ByteOutput out) {
    out.writeSigned(horizon).writeUnsigned(versions.size());
    versions.forEach(
        (name, all) -> {
          out.writeString(name).writeUnsigned(all.size());
          all.forEach(each -> each.write(out));
        });
  }

  static Announcements read(ByteInput in) {
    long horizon = in.readSigned();
    SortedMap<String, List<Version>> versions = new TreeMap<>();
    for (int n = in.readCount(); n > 0; n--) {
      String name = in.readString();
      List<Version> all = new ArrayList<>();
      for (int v = in.readCount(); v > 0; v--) {
        all.add(Version.read(in));
      }
      versions.put(name, List.copyOf(all));
    }
    return new Announcements(horizon, versions);
  }
}
