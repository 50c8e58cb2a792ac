package dev.sluice.local.letters;

import dev.sluice.ports.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which letters were sent again: small numbered files beside the letters, none of which
 * ever changes. What is about to be sent is noted first, so that a replay that is stopped between
 * leaves a doubt and no silence. The number is the fence: of two replays at once one stops.
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
  private final Set<String> arrivals = new HashSet<>();
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
      String content = new String(store.get(name).orElseThrow(), StandardCharsets.UTF_8);
      // What stands behind the last line end was cut off.
      content.substring(0, content.lastIndexOf('\n') + 1).lines().forEach(log::take);
      String beginning = log.folder + series + "-";
      if (name.startsWith(beginning)) {
        log.next = Math.max(log.next, 1 + Integer.parseInt(name.substring(beginning.length())));
      }
    }
    return log;
  }

  private void take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case ID -> {} // notes of before have none
      case BEGUN -> states.put(words[1], State.UNCLEAR);
      case REFUSED -> states.put(words[1], State.OPEN);
      case SENT -> {
        states.put(words[1], State.SENT);
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

  /** Notes that letters are about to be sent. */
  void begin(List<Letter> letters) {
    note(letters.stream().map(each -> BEGUN + " " + each.id()).toList());
  }

  /**
   * Notes what became of letters that were about to be sent.
   *
   * @param arrived the id of the record that each has become, by its own id; the others were
   *     refused
   */
  void end(List<Letter> letters, Map<String, String> arrived) {
    note(
        letters.stream()
            .map(Letter::id)
            .map(
                id ->
                    arrived.containsKey(id)
                        ? SENT + " " + id + " " + arrived.get(id)
                        : REFUSED + " " + id)
            .toList());
  }

  private void note(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    String name = String.format(Locale.ROOT, "%s%s-%08d", folder, series, next++);
    String text = ID + " " + ids.next() + "\n" + String.join("\n", lines) + "\n";
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    // It is there already if the answer to the first try was lost and the client tried again.
    if (!store.putIfAbsent(name, content)
        && !store.get(name).filter(there -> Arrays.equals(there, content)).isPresent()) {
      throw new IllegalStateException(
          "SLUICE-L03 another replay of the same letters is under way ("
              + name
              + " is there):"
              + " wait for its end, and repeat the command");
    }
    lines.forEach(this::take);
  }
}
