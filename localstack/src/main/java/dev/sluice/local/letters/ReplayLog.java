package dev.sluice.local.letters;

import dev.sluice.ports.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers which letters were sent again: small numbered files beside the letters, none of which
 * ever changes. What is about to be sent is noted first, so that a replay that is stopped between
 * leaves a doubt and no silence. The number is the fence: a replay that is about to send has read
 * all before, or it stops. What became of letters is noted whatever others have begun meanwhile.
 */
public final class ReplayLog {
  /** Below the letters; hidden, so that no tool takes it for one of them. */
  static final String FOLDER = ".replayed/";

  /** What is known of a letter. */
  public enum State {
    /** Nobody has sent it. */
    OPEN,
    /** A replay was about to, and was stopped: it may be in the stream or not. */
    UNCLEAR,
    /** It was sent and arrived. */
    SENT
  }

  /** What the first line of a note begins with, by which it is told from another of the same. */
  private static final String ID = "id";

  private static final String BEGUN = "begun";
  private static final String SENT = "sent";
  private static final String REFUSED = "refused";

  private final LetterStore store;
  private final String folder;
  private final String series;
  private final Ids ids;
  private final Map<String, State> states = new HashMap<>();

  /** How many replays were about to send a letter since it was sent last, and did not say more. */
  private final Map<String, Integer> doubts = new HashMap<>();

  /** Ids of letters that were sent, though one may be in doubt once more. */
  private final Set<String> sent = new HashSet<>();

  private final Set<String> arrivals = new HashSet<>();

  /** The first number whose note is not known. */
  private int next;

  private ReplayLog(LetterStore store, String folder, String series, Ids ids) {
    this.store = store;
    this.folder = folder;
    this.series = series;
    this.ids = ids;
  }

  /**
   * Reads what is noted.
   *
   * @param root of the letters: empty, or a path that ends with {@code /}
   * @param series what the names of the files begin with; one for each kind of store, as a
   *     directory can be the copy of a bucket
   * @param ids of the notes that follow
   */
  public static ReplayLog read(LetterStore store, String root, String series, Ids ids) {
    ReplayLog log = new ReplayLog(store, root + FOLDER, series, ids);
    for (String name : store.list(log.folder)) {
      lines(store.get(name).orElseThrow()).forEach(log::take);
      String beginning = log.folder + series + "-";
      if (name.startsWith(beginning)) {
        log.next = Math.max(log.next, 1 + Integer.parseInt(name.substring(beginning.length())));
      }
    }
    return log;
  }

  /** What stands behind the last line end was cut off. */
  private static List<String> lines(byte[] note) {
    String content = new String(note, StandardCharsets.UTF_8);
    return content.substring(0, content.lastIndexOf('\n') + 1).lines().toList();
  }

  private void take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case ID -> {} // notes of before have none
      case BEGUN -> {
        states.put(words[1], State.UNCLEAR);
        doubts.merge(words[1], 1, Integer::sum);
      }
      case REFUSED -> {
        // Of one replay: what another has sent stays sent, and what it may have sent a doubt.
        Integer left = doubts.computeIfPresent(words[1], (id, before) -> before - 1);
        if (left != null && left == 0) {
          doubts.remove(words[1]);
          if (sent.contains(words[1])) {
            states.put(words[1], State.SENT);
          } else {
            states.remove(words[1]); // as before: open, if not sent in its whole
          }
        }
      }
      case SENT -> {
        states.put(words[1], State.SENT);
        doubts.remove(words[1]);
        sent.add(words[1]);
        arrivals.add(words[2]);
      }
      default ->
          throw new IllegalStateException(
              folder + " holds '" + line + "', which no replay notes; is it somebody else's?");
    }
  }

  /** What is known of a letter; notes of before may be of the whole that it was packed in. */
  public State state(Letter letter) {
    State whole = letter.isRecord() ? states.get(letter.wholeId()) : null;
    return states.getOrDefault(letter.id(), whole == null ? State.OPEN : whole);
  }

  /** Whether the letter is the record that a replay sent: it failed once more. */
  public boolean hasReturned(Letter letter) {
    return arrivals.contains(letter.id()) || arrivals.contains(letter.wholeId());
  }

  /**
   * Notes that letters are about to be sent, if nobody has noted anything since this log was read.
   *
   * @return false where another replay has noted what became of letters: that is known now, and
   *     nothing was noted, as it may be about some of these
   * @throws IllegalStateException if another replay has begun to send since this log was read
   */
  boolean begin(List<Letter> letters) {
    List<String> lines = letters.stream().map(each -> BEGUN + " " + each.id()).toList();
    String name = name(next);
    Optional<List<String>> other = other(name, content(lines));
    if (other.isPresent() && !saysWhatBecame(other.get())) {
      throw new IllegalStateException(
          "SLUICE-L03 another replay of the same letters is under way ("
              + name
              + " is there):"
              + " wait for its end, and repeat the command");
    }
    next++;
    other.orElse(lines).forEach(this::take);
    return other.isEmpty();
  }

  /**
   * Notes what became of letters that were about to be sent, also where another replay has begun.
   *
   * @param arrived the id of the record that each has become, by its own id; the others were
   *     refused
   */
  void end(List<Letter> letters, Map<String, String> arrived) {
    List<String> lines =
        letters.stream()
            .map(Letter::id)
            .map(
                id ->
                    arrived.containsKey(id)
                        ? SENT + " " + id + " " + arrived.get(id)
                        : REFUSED + " " + id)
            .toList();
    if (lines.isEmpty()) {
      return;
    }
    byte[] content = content(lines);
    Optional<List<String>> other = Optional.of(List.of());
    for (int number = next; other.isPresent(); number++) {
      other = other(name(number), content);
      boolean known = other.isEmpty() || saysWhatBecame(other.get());
      if (known && number == next) { // behind one that is not known, nothing is
        next++;
        other.ifPresent(each -> each.forEach(this::take));
      }
    }
    lines.forEach(this::take);
  }

  private String name(int number) {
    return String.format(Locale.ROOT, "%s%s-%08d", folder, series, number);
  }

  private byte[] content(List<String> lines) {
    String text = ID + " " + ids.next() + "\n" + String.join("\n", lines) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts a note, or gives the lines of another that has its name. */
  private Optional<List<String>> other(String name, byte[] content) {
    if (store.putIfAbsent(name, content)) {
      return Optional.empty();
    }
    // It is there already if the answer to the first try was lost and the client tried again.
    byte[] there = store.get(name).orElseThrow();
    return Arrays.equals(there, content) ? Optional.empty() : Optional.of(lines(there));
  }

  /** Not so where it is cut off before its first letter: it may begin, then. */
  private static boolean saysWhatBecame(List<String> note) {
    List<String> letters = note.stream().filter(line -> !line.startsWith(ID + " ")).toList();
    return !letters.isEmpty() && letters.stream().noneMatch(line -> line.startsWith(BEGUN + " "));
  }
}
