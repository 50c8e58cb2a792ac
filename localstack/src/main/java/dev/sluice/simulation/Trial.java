package dev.sluice.simulation;

import dev.sluice.engine.EngineSettings;
import dev.sluice.plan.Plan;
import dev.sluice.testkit.faults.Chances;
import dev.sluice.testkit.faults.Dice;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** What follows from one number: an app, its input, the faults and how often they happen. */
public final class Trial {
  static final int LEAST_RECORDS = 40;
  private static final int RECORDS = 100;

  /** One seed in so many that have many keys has very many. */
  private static final int CROWDS = 512;

  private static final int CROWD = 4_000;

  /** Records that cost so much that only some of a crowd are of this kind. */
  private static final Set<Fault> ONCE_IN_A_BULK =
      Set.of(
          Fault.POISON,
          Fault.OUT_OF_MEMORY,
          Fault.BAD_RECORD,
          Fault.LARGE_RECORD,
          Fault.HUGE_RECORD);

  private static final int MOST_SHARDS = 4;
  private static final int MOST_BUCKETS = 4;
  private static final int ALL_INLINE = 100;

  /** Kinesis' sequence numbers are all equally long; others grow longer. */
  static final int MOST_DIGITS = 36;

  /** Hours in which each second gives results are long: one seed in so many has them. */
  private static final int HOURS_OF_SECONDS = 16;

  /** One seed in so many has a sink more behind an old operator when its app changes. */
  private static final int SINKS_BEHIND = 8;

  private static final int SINK_BEHIND = 1;

  /** One seed in so many may lose its table: others have what cannot be there then, see below. */
  private static final int LOST_TABLES = 3;

  /** Entries live for one hour, the least that is allowed. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** One seed in so many looks at a shard's stream as often as a deployed app does. */
  private static final int TRUSTING = 10;

  private static final int TRUST_SOURCE = 20;
  private static final Duration TRUST = Duration.ofMinutes(1);

  private static final Consumer<String> NOBODY = line -> {};

  private final long history;
  private final Subject subject;
  private final Chances chances;
  private final EngineSettings settings;
  private final int shards;
  private final int placeDigits;
  private final Flaws flaws;
  private final List<Event> script;

  /** Whether somebody knows what must come, other than a calm run. */
  private final boolean known;

  /**
   * @param history its number, see {@link Histories}
   * @param allowed the faults that may happen
   */
  public Trial(Subject subject, long history, Set<Fault> allowed) {
    this(subject, history, allowed, Optional.empty(), OptionalInt.empty());
  }

  /**
   * @param about what the history is about, or what it says itself
   * @param many how many records come, or what the history says
   */
  public Trial(
      Subject subject, long history, Set<Fault> allowed, Optional<Theme> about, OptionalInt many) {
    this.history = history;
    Random random = new Random(~history);
    this.shards = 1 + random.nextInt(MOST_SHARDS);
    int buckets = 1 + random.nextInt(MOST_BUCKETS);
    boolean apart = random.nextInt(3) == 0 || about.equals(Optional.of(Theme.RENEWING));
    boolean trusts = about.isEmpty() && trusts(history);
    this.settings =
        new EngineSettings(
            Duration.ofSeconds(1),
            buckets,
            Duration.ofMillis(Script.MAX_SKEW_MILLIS + 50),
            LIFETIME,
            apart ? 0 : ALL_INLINE,
            trusts ? TRUST : Duration.ZERO);
    int few = LEAST_RECORDS + random.nextInt(RECORDS);
    this.placeDigits = random.nextInt(2) == 0 ? MOST_DIGITS : 1 + random.nextInt(2);
    Plan plan = Plan.of(subject.app(), subject.tables());
    Set<Fault> possible = EnumSet.noneOf(Fault.class);
    possible.addAll(allowed);
    boolean hours = !plan.needsEveryInterval() || history % HOURS_OF_SECONDS == 0;
    if (plan.needsEveryInterval()) {
      // A start reads the files of hundreds of batches again: who dies of some in a hundred reads
      // never comes to an end.
      possible.remove(hours ? Fault.CRASH_WHILE_READING : Fault.HOURS_PASS);
    }
    if (trusts) {
      // What is left out while a process is trusted is not seen, see docs/guarantees.md.
      possible.removeAll(Undelivered.LEAVE_OUT);
    }
    boolean loses = Math.floorMod(history, LOST_TABLES) == 0;
    boolean mayLose = about.map(each -> each.mayLose(loses)).orElse(loses);
    if (!mayLose) {
      possible.removeAll(EnumSet.of(Fault.TABLE_LOST, Fault.TABLE_RESTORED));
    }
    boolean oracle = subject.expected(List.of(), 0).isPresent();
    this.known = oracle;
    if (!oracle) {
      possible.remove(Fault.RECORDS_EXPIRE); // nobody knows what must come of the others
    }
    possible.removeAll(subject.impossible());
    Optional<Theme> theme =
        about.or(() -> Theme.of(mayLose ? history / LOST_TABLES : history, mayLose));
    possible.removeAll(Theme.leftOut(theme));
    Chances drawn = draw(history, possible, theme);
    if (Losses.areAmong(drawn)) {
      // Which records were clamped is an input that is gone with the lanes, and what has expired
      // cannot be read again: see docs/guarantees.md.
      possible.removeAll(EnumSet.of(Fault.CLOCK_AHEAD, Fault.RECORDS_EXPIRE, Fault.CHANGED_BACK));
      boolean both = drawn.has(Fault.TABLE_RESTORED) && drawn.has(Fault.LAYOUT_CHANGE);
      if (both && !about.equals(Optional.of(Theme.FALLING_LAYOUTS))) {
        // That a table fell back is known to its owner alone, who hardly changes buckets then.
        possible.remove(history % 2 == 0 ? Fault.TABLE_RESTORED : Fault.LAYOUT_CHANGE);
      }
      if (subject instanceof WithFiles || !subject.broadcasts().isEmpty()) {
        // These clocks stamp files, which would be clamped. And up to which batch contents were
        // fixed is gone with the lanes: no clock may be behind that.
        possible.remove(Fault.CLOCK_BACK);
      }
      drawn = draw(history, possible, theme);
    }
    if (drawn.has(Fault.LAYOUT_CHANGE)) {
      // What a retired sink has left in parts cannot be compared where rows are in other parts.
      possible.remove(Fault.CHANGED_BACK);
      drawn = draw(history, possible, theme);
    }
    this.chances = drawn;
    boolean behind =
        chances.has(Fault.COMPATIBLE_CHANGE) && Math.floorMod(history, SINKS_BEHIND) == SINK_BEHIND;
    boolean files = subject instanceof WithFiles;
    Subject more = behind && !files ? new WithLengths(subject) : subject;
    // Where the table is lost the change may come to an earlier batch than before, of which old
    // code has published the union without the stream.
    boolean streams =
        chances.has(Fault.COMPATIBLE_CHANGE)
            && !Losses.areAmong(chances)
            && !chances.has(Fault.OLD_CODE)
            && !behind
            && subject.takesOthers();
    Subject beside = streams ? WithStream.drawn(more, history) : more;
    this.subject = chances.has(Fault.CODE_THROWS) && !files ? new WithThrowing(subject) : beside;
    // Not over hours of batches, of which each start of a process reads large states again.
    boolean crowd =
        chances.has(Fault.MANY_KEYS)
            && Math.floorMod(history, CROWDS) == 0
            && !plan.needsEveryInterval();
    int records = many.orElse(crowd ? CROWD : few);
    this.flaws = new Flaws(chances.rarer(bulk(records), ONCE_IN_A_BULK));
    List<Event> events = Script.of(subject, history, records, flaws, hours);
    if (this.subject instanceof WithStream with) {
      this.script = with.among(events, history, records, flaws);
    } else {
      this.script = files ? WithFiles.among(events, history) : events;
    }
  }

  private static boolean trusts(long history) {
    return new Random(history * 31 + TRUST_SOURCE).nextInt(TRUSTING) == 0;
  }

  private static Chances draw(long history, Set<Fault> possible, Optional<Theme> theme) {
    Chances drawn = Chances.draw(history, possible);
    return theme.map(each -> each.in(drawn, possible)).orElse(drawn);
  }

  /**
   * What came of a trial.
   *
   * @param violations what must not be and was, a line each; none where all is right
   * @param steps how many things happened
   * @param effort how much work it was, in things that processes did
   * @param choices the dice, as they fell
   * @param counts how often each fault happened, other than those with which the input was made
   * @param compared whether the results were compared with what they must be
   */
  public record Outcome(
      List<String> violations,
      long steps,
      long effort,
      int[] choices,
      Map<Fault, Integer> counts,
      boolean compared) {
    /** Whether all is right. */
    public boolean isRight() {
      return violations.isEmpty();
    }

    /** The same without the dice. */
    Outcome withoutChoices() {
      return new Outcome(violations, steps, effort, new int[0], counts, compared);
    }
  }

  /** The app under test. */
  public Subject subject() {
    return subject;
  }

  /** Whether a fault may happen in this history. */
  public boolean has(Fault fault) {
    return chances.has(fault);
  }

  /** What happens outside of the app. */
  public List<Event> script() {
    return script;
  }

  /** How often each fault happened with which its input was made. */
  Map<Fault, Integer> flaws() {
    return flaws.counts();
  }

  /** Runs it as its number says. */
  public Outcome run() {
    return run(script, Dice.of(-history), NOBODY);
  }

  /** Runs it with other events or dice, and tells what happens. */
  public Outcome run(List<Event> events, Dice dice, Consumer<String> trace) {
    Trouble trouble = new Trouble(chances, dice, trace, bulk(events.size()));
    Subject app = subject.in(trouble);
    Run troubled =
        new Run(
            history,
            app,
            shards,
            placeDigits,
            settings,
            events,
            bulk(events.size()),
            trouble,
            trace);
    List<String> violations = new ArrayList<>();
    boolean compared = false;
    try {
      troubled.go();
      violations.addAll(new Check(app, settings, troubled).violations());
      compared = known;
      if (violations.isEmpty() && Likeness.canBe(troubled, subject)) {
        Run calm = calm(events, troubled.endMillis(), troubled.hasChanged());
        if (new Likeness(troubled, calm).holds()) {
          violations.addAll(Check.difference(troubled, calm));
          compared = true;
        }
      }
    } catch (RuntimeException | Error e) {
      if (!troubled.deployments.mayEnd(e)) {
        violations.add(Check.textOf(e));
      }
    }
    violations.addAll(troubled.stores.witness().violations());
    return new Outcome(
        violations, troubled.steps(), trouble.steps(), dice.made(), trouble.counts(), compared);
  }

  /**
   * How many come at once where so many come: as Kinesis brings them, and with as much around them
   * as others have.
   */
  private static int bulk(int many) {
    return 1 + many / (2 * CROWD);
  }

  /** A run with the given dice. */
  Run run(Dice dice) {
    Trouble trouble = new Trouble(chances, dice, NOBODY);
    return new Run(history, subject, shards, placeDigits, settings, script, 1, trouble, NOBODY)
        .go();
  }

  Chances chances() {
    return chances;
  }

  int shards() {
    return shards;
  }

  /** What the changed app writes that it has not changed is what the app itself writes. */
  private Run calm(List<Event> events, long endMillis, boolean changed) {
    Trouble none = new Trouble(Chances.NONE, Dice.of(history), NOBODY, bulk(events.size()));
    Subject app = changed ? new Changed(subject) : subject;
    int bulk = bulk(events.size());
    return new Run(history, app, shards, placeDigits, settings, events, bulk, none, NOBODY)
        .go(endMillis);
  }
}
