package dev.sluice.engine.control;

import dev.sluice.engine.EngineSettings;
import dev.sluice.engine.Ports;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.AnnouncementNotes;
import dev.sluice.engine.entry.Announcements;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Tables;
import dev.sluice.plan.Plan;
import dev.sluice.ports.StoreUnavailableException;
import dev.sluice.ports.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Looks at the tables of broadcasts and announces those that have changed, for intervals that
 * nobody has begun. Looks come behind the reading of the control lane, so that a content found is
 * never older than one that somebody else has announced there.
 *
 * <p>The entry that announces a version does not fix the intervals for which it holds. The next one
 * does, and in between the version is kept outside of the lane. A coordinator that starts looks for
 * versions that a table had which was lost, and announces these first; what it had found itself by
 * then may be older.
 */
final class Announcer {
  private static final String FAILED = "coordinator.failed_table_looks";
  private static final String REFUSED = "coordinator.refused_tables";

  /** How many intervals ahead of the clock are fixed: who works on them need not wait for us. */
  private static final int LEAD = 1;

  /** Versions that are still needed: bounds the entry. Changes wait where lanes are far behind. */
  static final int MAX_VERSIONS = 1000;

  private record Content(String digest, byte[] bytes) {}

  /**
   * What is known of a table.
   *
   * @param tag of the newest content found, or an empty text
   * @param content if it can be used
   * @param fault why it cannot be used, or an empty text
   */
  private record Known(String tag, Optional<Content> content, String fault) {
    static final Known NOTHING = new Known("", Optional.empty(), "nobody has looked at it");
  }

  private final Plan plan;
  private final EngineSettings settings;
  private final Ports ports;
  private final Tables tables;
  private final AnnouncementNotes notes;

  /** For each broadcast, what had followed the newest version when this process saw it first. */
  private final Map<String, List<Announcements.Version>> kept = new TreeMap<>();

  private final Map<String, Known> known = new TreeMap<>();

  /** The contents found in this run. */
  private final Map<String, Content> found = new TreeMap<>();

  /** The newest entry of the control lane behind which they were found, or one of our own since. */
  private long behind;

  /**
   * @param restore the number of the restore from which the table went on, 0 where there was none
   * @param surelyMillis a time at which the run had not begun yet, by whichever clock
   */
  Announcer(
      Plan plan,
      EngineSettings settings,
      Ports ports,
      Tables tables,
      LongSupplier restore,
      LongSupplier surelyMillis) {
    this.plan = plan;
    this.settings = settings;
    this.ports = ports;
    this.tables = tables;
    this.notes = new AnnouncementNotes(ports.spills(), restore, surelyMillis);
  }

  /**
   * Looks at all tables.
   *
   * @param headNumber the newest entry of the control lane as it was read just before
   * @param must whether one that does not answer is an error
   */
  void look(long headNumber, boolean must) {
    found.clear();
    behind = headNumber;
    for (String name : plan.sides().broadcastNames()) {
      try {
        Known now = look(name, known.getOrDefault(name, Known.NOTHING));
        known.put(name, now);
        now.content().ifPresent(content -> found.put(name, content));
      } catch (StoreUnavailableException e) {
        if (must) {
          throw e;
        }
        ports.metrics().count(FAILED, 1);
      }
    }
  }

  private Known look(String name, Known before) {
    TableSource.Look look = ports.tables().look(name, before.tag());
    if (look instanceof TableSource.Look.Unchanged) {
      return before;
    } else if (look instanceof TableSource.Look.Found it) {
      if (it.content().length > TableSource.MAX_TABLE_BYTES) {
        return refused(name, it.tag(), tooLarge(it.content().length), before);
      }
      try {
        tables.parse(name, it.content());
        Content content = new Content(Tables.digest(it.content()), it.content());
        return new Known(it.tag(), Optional.of(content), "");
      } catch (Tables.UnreadableException e) {
        return refused(name, it.tag(), e.getMessage(), before);
      }
    } else if (look instanceof TableSource.Look.TooLarge large) {
      return refused(name, "", tooLarge(large.sizeBytes()), before);
    }
    return refused(name, "", "it is missing: " + ((TableSource.Look.Missing) look).why(), before);
  }

  private static String tooLarge(long bytes) {
    return "it has " + bytes + " bytes, and " + TableSource.MAX_TABLE_BYTES + " are the limit";
  }

  private Known refused(String name, String tag, String why, Known before) {
    if (!tag.equals(before.tag()) || !why.equals(before.fault())) {
      ports.metrics().count(REFUSED, 1);
      ports.tables().refused(name, why + "; the version before stays, if there is one");
    }
    return new Known(tag, Optional.empty(), why);
  }

  /** This process has put an entry behind the one it knew. */
  void follow(long number) {
    if (behind == number - 1) {
      behind = number;
    }
  }

  /** Where somebody else has put an entry, what we found may be older than what that says. */
  private void requireNewest(long headNumber) {
    if (behind != headNumber) {
      found.clear();
    }
  }

  /**
   * The first entry of an app, or of a changed one, with the first versions of tables that it has
   * not had before. They hold from the beginning of time: only what is new asks for them.
   *
   * @throws ProtocolException if a table cannot be used
   */
  ControlEntry begin(ControlEntry first) {
    List<String> names = plan.sides().broadcastNames();
    Announcements announced = first.announced().only(names);
    for (String name : names) {
      if (announced.versions().containsKey(name)) {
        continue; // the app has changed, and had it before
      }
      Known now = known.getOrDefault(name, Known.NOTHING);
      if (now.content().isEmpty()) {
        throw new ProtocolException(
            "SLUICE-E26", "the app cannot begin without broadcast '" + name + "': " + now.fault());
      }
      announced = announced.with(name, version(Long.MIN_VALUE, name, now.content().get()));
    }
    return announced.isEmpty()
        ? first.announcing(Announcements.NONE)
        : first.announcing(announced.upTo(reach()));
  }

  /** Whether there is reason for an entry: a table has changed, or intervals are to be fixed. */
  boolean wants(ControlEntry head, long headNumber) {
    requireNewest(headNumber);
    Announcements announced = head.announced();
    return !announced.isEmpty()
        && (announced.horizon() < reach()
            || found.keySet().stream().anyMatch(name -> isNews(announced, name)));
  }

  private boolean isNews(Announcements announced, String name) {
    return !announced.isPending(name)
        && announced.versions().get(name).size() < MAX_VERSIONS
        && !announced.newest(name).digest().equals(found.get(name).digest());
  }

  /** An entry that is about to be put behind the newest one, with announcements. */
  ControlEntry announce(ControlEntry head, ControlEntry next, long headNumber) {
    requireNewest(headNumber);
    Announcements announced = takeUp(head, next.announced());
    if (announced.isEmpty()) {
      return next;
    }
    long now = settings.intervalOf(ports.clock().nowMillis());
    long from = Math.max(announced.horizon(), now) + 1;
    long fixed = reach();
    for (String name : found.keySet()) {
      if (isNews(announced, name)) {
        announced = announced.with(name, version(from, name, found.get(name)));
        fixed = Math.min(fixed, from - 1);
      }
    }
    return next.announcing(announced.upTo(fixed));
  }

  /**
   * An entry as it may be put behind another one: with what was announced before a table was lost,
   * and kept what the other one has announced. What was kept in its place before holds instead: the
   * table fell back meanwhile, or a checkpoint was of one that was given up.
   */
  ControlEntry settle(ControlEntry head, ControlEntry next) {
    if (next.announced().isEmpty()) {
      return next;
    }
    Announcements settled = next.announced();
    for (String name : head.announced().versions().keySet()) {
      settled = settle(head, name, settled);
    }
    return next.announcing(takeUp(head, settled));
  }

  private Announcements settle(ControlEntry head, String name, Announcements next) {
    long horizon = head.announced().horizon();
    List<Announcements.Version> all = head.announced().versions().get(name);
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).from() > horizon) {
        Announcements.Version held = notes.keep(head, name, all.get(i - 1), all.get(i));
        if (!held.equals(all.get(i)) && held.from() > horizon) {
          kept.remove(name); // others may have followed it
          found.remove(name);
          return next.without(name, horizon).with(name, held);
        }
      }
    }
    return next;
  }

  /** Versions that others have announced before a table was lost: they hold where they held. */
  private Announcements takeUp(ControlEntry head, Announcements next) {
    Announcements announced = next;
    for (String name : next.versions().keySet()) {
      for (Announcements.Version each : kept(head, name, next.newest(name))) {
        boolean isThere = each.from() <= announced.newest(name).from();
        if (!isThere && each.from() <= head.announced().horizon()) {
          break; // of another history
        }
        announced = isThere ? announced : announced.with(name, each);
      }
    }
    return announced;
  }

  private List<Announcements.Version> kept(
      ControlEntry head, String name, Announcements.Version newest) {
    List<Announcements.Version> all = kept.get(name);
    if (all == null) {
      all = new ArrayList<>();
      var next = notes.next(head, name, newest);
      while (next.isPresent()) {
        all.add(next.get());
        next = notes.next(head, name, next.get());
      }
      kept.put(name, all);
      if (!all.isEmpty()) {
        found.remove(name); // we looked before these were known to us
      }
    }
    return all;
  }

  private Announcements.Version version(long from, String name, Content content) {
    tables.keep(name, content.bytes());
    return new Announcements.Version(from, content.digest(), content.bytes().length);
  }

  private long reach() {
    long ahead = ports.clock().nowMillis() + settings.skewAllowance().toMillis();
    return settings.intervalOf(ahead) + LEAD;
  }
}
