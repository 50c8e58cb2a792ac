package dev.sluice.local.letters;

import dev.sluice.local.letters.Letters.Broken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Sends letters again, oldest first, each once. */
public final class Replay {
  private static final int SERVER_FAULT = 500;
  private static final String SENT_BEFORE = "sent before; --again sends them once more";

  /**
   * Which letters are sent.
   *
   * @param wanted those that are looked at
   * @param named whether they were named one by one; then also those go that their producer sends
   * @param again also those that were sent before, and those of which that is not clear
   * @param returned also those that are records of an earlier replay
   */
  public record Choice(Predicate<Letter> wanted, boolean named, boolean again, boolean returned) {}

  /**
   * What came of it.
   *
   * @param sent how many letters, by stream
   * @param left how many were left out, by the reason
   * @param refused ids of letters that the stream did not take, of this replay or of another that
   *     was under way
   * @param unclear ids of letters of which nobody knows whether they were sent
   * @param untold ids of letters of which nobody knows whether the app has them
   * @param broken what could not be read
   */
  public record Result(
      Map<String, Long> sent,
      Map<String, Long> left,
      List<String> refused,
      List<String> unclear,
      List<String> untold,
      List<Broken> broken) {

    /** Whether something is left that somebody must look at. */
    public boolean hasTrouble() {
      return !(refused.isEmpty() && unclear.isEmpty() && untold.isEmpty() && broken.isEmpty());
    }
  }

  private final LetterSource source;
  private final ReplayLog log;
  private final Choice choice;
  private final Optional<GivenUp> givenUp;
  private final Optional<LetterSender> sender;
  private final Set<String> met = new HashSet<>();
  private final List<Letter> unclear = new ArrayList<>();
  private final Result result =
      new Result(
          new TreeMap<>(),
          new TreeMap<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
  private final List<Letter> call = new ArrayList<>();
  private long callBytes;

  /**
   * @param givenUp says of records that a mapping gave up whether the app has them, where the app
   *     is known; else all of them are sent
   * @param sender nobody for a dry run, which sends and notes nothing
   */
  public Replay(
      LetterSource source,
      ReplayLog log,
      Choice choice,
      Optional<GivenUp> givenUp,
      Optional<LetterSender> sender) {
    this.source = source;
    this.log = log;
    this.choice = choice;
    this.givenUp = givenUp;
    this.sender = sender;
  }

  /** Looks at all letters. */
  public Result run() {
    for (String name : source.names()) {
      Letters letters = source.read(name);
      result.broken.addAll(letters.broken());
      for (Letter letter : letters.letters()) {
        if (choice.wanted.test(letter) && isToSend(letter)) {
          add(letter);
        }
      }
      send();
    }
    unclear.forEach(this::settle);
    return result;
  }

  /** Another replay may have noted by now what became of a letter that was unclear. */
  private void settle(Letter letter) {
    switch (log.state(letter)) {
      case SENT -> leave(SENT_BEFORE);
      case OPEN -> result.refused.add(letter.id());
      case UNCLEAR -> result.unclear.add(letter.id());
    }
  }

  private boolean isToSend(Letter letter) {
    if (!met.add(letter.id())) {
      return false; // the mapping may put a batch twice
    }
    if (letter.obstacle().isPresent()) {
      leave(letter.obstacle().get());
    } else if (letter.isSentByProducer() && !choice.named) {
      leave("sent by their producer itself (SLUICE-D02); --letter ID sends one all the same");
    } else if (isOpen(letter)) {
      return choice.named || givenUp.isEmpty() || isMissing(letter, givenUp.get().fate(letter));
    }
    return false;
  }

  /** By what is noted so far. */
  private boolean isOpen(Letter letter) {
    ReplayLog.State state = log.state(letter);
    if (choice.again) {
      return true;
    } else if (state == ReplayLog.State.SENT) {
      leave(SENT_BEFORE);
    } else if (state == ReplayLog.State.UNCLEAR) {
      unclear.add(letter);
    } else if (log.hasReturned(letter) && !choice.returned) {
      leave("came back from an earlier replay; --returned sends them once the app is mended");
    } else {
      return true;
    }
    return false;
  }

  private boolean isMissing(Letter letter, GivenUp.Fate fate) {
    switch (fate) {
      case TAKEN -> leave("the app has it; --letter ID sends one all the same");
      case WAITING -> leave("it waits in the stream, and the next call of its shard takes it");
      case UNKNOWN -> {
        if (!choice.again) {
          result.untold.add(letter.id());
        }
      }
      case PASSED_OVER -> {}
    }
    return fate == GivenUp.Fate.PASSED_OVER || fate == GivenUp.Fate.UNKNOWN && choice.again;
  }

  private void leave(String reason) {
    result.left.merge(reason, 1L, Long::sum);
  }

  private void add(Letter letter) {
    int bytes = LetterSender.bytes(letter);
    if (call.size() == LetterSender.MAX_RECORDS
        || callBytes + bytes > LetterSender.MAX_CALL_BYTES
        || !call.isEmpty() && !call.get(0).source().equals(letter.source())) {
      send();
    }
    call.add(letter);
    callBytes += bytes;
  }

  private void send() {
    if (!call.isEmpty()) {
      String stream = call.get(0).source();
      Map<String, String> arrived = new HashMap<>();
      if (sender.isPresent()) {
        send(stream, sender.get(), arrived);
        call.stream()
            .map(Letter::id)
            .filter(id -> !arrived.containsKey(id))
            .forEach(result.refused::add);
      }
      int count = sender.isPresent() ? arrived.size() : call.size();
      result.sent.merge(stream, (long) count, Long::sum);
    }
    call.clear();
    callBytes = 0;
  }

  /** What the stream refuses did not arrive; where no answer comes nobody knows. */
  private void send(String stream, LetterSender to, Map<String, String> arrived) {
    to.requireStream(stream);
    while (!log.begin(call)) {
      call.removeIf(each -> !isOpen(each));
      if (call.isEmpty()) {
        return;
      }
    }
    try {
      to.send(stream, call, arrived);
      log.end(call, arrived);
    } catch (SdkException e) {
      boolean refused = e instanceof AwsServiceException a && a.statusCode() < SERVER_FAULT;
      log.end(
          call.stream().filter(each -> refused || arrived.containsKey(each.id())).toList(),
          arrived);
      throw e;
    }
  }
}
