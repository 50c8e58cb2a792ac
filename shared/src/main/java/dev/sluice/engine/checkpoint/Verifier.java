package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.Lanes;
import dev.sluice.engine.ProtocolException;
import dev.sluice.engine.entry.AnnouncementNotes;
import dev.sluice.engine.entry.ControlEntry;
import dev.sluice.engine.entry.Graphs;
import dev.sluice.engine.entry.Logs;
import dev.sluice.engine.entry.Payload;
import dev.sluice.engine.entry.Tables;
import dev.sluice.ports.LogEntry;
import dev.sluice.ports.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether a checkpoint is whole: its packs as they were put, and all spilled objects there;
 * and whether what it has fixed has held since.
 */
final class Verifier {
  /** Numbers that differ in so many digits at most are listed together: a page has 1,000 names. */
  private static final int DIGITS_OF_A_LISTING = 2;

  private final ObjectStore objects;
  private final Logs logs;
  private final AnnouncementNotes notes;
  private final Map<String, Set<String>> listed = new HashMap<>();

  Verifier(ObjectStore objects, Logs logs) {
    this.objects = objects;
    this.logs = logs;
    this.notes = new AnnouncementNotes(objects, () -> 0, () -> 0);
  }

  /** What is wrong with a checkpoint, if anything is. */
  Optional<String> fault(Manifest manifest) {
    return fault(manifest, false);
  }

  /**
   * What is wrong with a checkpoint, if anything is.
   *
   * @param contents whether the spilled objects are read too, and not only looked for, and what is
   *     kept for good beside the checkpoint
   */
  Optional<String> fault(Manifest manifest, boolean contents) {
    try {
      Map<Integer, List<Placed>> byPack = new HashMap<>();
      for (Tail tail : manifest.tails()) {
        if (!tail.isWhole()) {
          return Optional.of("it has not all entries of lane " + tail.lane());
        }
        for (Section each : tail.sections()) {
          byPack.computeIfAbsent(each.pack(), p -> new ArrayList<>()).add(new Placed(tail, each));
        }
      }
      Sections sections = new Sections(objects, manifest);
      Optional<LogEntry> control = Optional.empty();
      for (int pack = 0; pack < manifest.packs().size(); pack++) {
        byte[] bytes = objects.get(manifest.packs().get(pack).name()).orElse(new byte[0]);
        for (Placed each : byPack.getOrDefault(pack, List.of())) {
          for (LogEntry entry : sections.read(each.section, bytes, Instant.MAX)) {
            if (entry.number() >= each.tail.from()) {
              requireBulk(each.tail.lane(), entry, contents);
            }
            control = each.isControlAt(entry) ? Optional.of(entry) : control;
          }
        }
      }
      if (contents) {
        control.ifPresent(this::requireKept);
      }
      return control.flatMap(this::contradiction);
    } catch (CodecException | ProtocolException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Whether another content of a broadcast has held for a batch than the one that a checkpoint has
   * fixed for it: that is of a history that was given up.
   */
  Optional<String> contradiction(Manifest manifest) {
    try {
      Tail tail = manifest.tail(Lanes.CONTROL).orElseThrow();
      Section last = tail.sections().get(tail.sections().size() - 1);
      List<LogEntry> entries = new Sections(objects, manifest).read(last, Instant.MAX);
      return contradiction(entries.get(entries.size() - 1));
    } catch (CodecException | ProtocolException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> contradiction(LogEntry control) {
    return notes
        .contradicted(logs.control(control.bytes()))
        .map(
            name ->
                "it has fixed another content of broadcast '"
                    + name
                    + "' for a batch than the one that has held for it: it is of a history that was"
                    + " given up");
  }

  /** What the app keeps for good, and goes on with or is changed from. */
  private void requireKept(LogEntry entry) {
    ControlEntry control = logs.control(entry.bytes());
    if (!Graphs.isKept(objects, control.graph())) {
      throw new CodecException(
          "what the app's graph promises is not kept any more: a change of the app could not go on");
    }
    control
        .announced()
        .versions()
        .forEach((name, all) -> all.forEach(each -> requireContent(name, each.digest())));
  }

  private void requireContent(String name, String digest) {
    if (!Tables.isKept(objects, name, digest)) {
      throw new CodecException(
          "the content "
              + digest
              + " of broadcast '"
              + name
              + "' is gone, or other than it was put");
    }
  }

  private record Placed(Tail tail, Section section) {
    boolean isControlAt(LogEntry entry) {
      return tail.lane().equals(Lanes.CONTROL) && entry.number() == tail.to();
    }
  }

  private void requireBulk(String lane, LogEntry entry, boolean contents) {
    Optional<Payload.Spilled> spilled = logs.spilled(lane, entry.bytes());
    if (spilled.isEmpty()) {
      return;
    }
    String name = spilled.get().name();
    boolean there =
        contents
            ? logs.payloads().find(spilled.get()).isPresent()
            : names(name).containsAll(spilled.get().objects());
    if (!there) {
      throw new CodecException(
          name + " is gone" + (contents ? ", or other than it was put" : "") + ", of lane " + lane);
    }
  }

  /**
   * A listing of what lies beside an object is much cheaper than a look at each; of some hundreds
   * of entries of the same lane only, as all that an app spills in a day may be millions.
   */
  private Set<String> names(String object) {
    return listed.computeIfAbsent(beside(object), prefix -> new HashSet<>(objects.list(prefix)));
  }

  /** What the names begin with of objects of the same lane with all digits alike but the last. */
  private static String beside(String object) {
    int name = object.lastIndexOf('/') + 1;
    int digits = name;
    while (digits < object.length() && Character.isDigit(object.charAt(digits))) {
      digits++;
    }
    return object.substring(0, Math.max(name, digits - DIGITS_OF_A_LISTING));
  }
}
