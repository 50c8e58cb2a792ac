package dev.sluice.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs an app in a process that is killed again and again while a producer outside of it sends, and
 * compares everything with a run that was left alone. DynamoDB Local, S3Proxy and the Kinesis
 * endpoint are in the process that is killed: each kill cuts them off in the middle of whatever
 * they write, and each start makes them go on from their files. Or DynamoDB Local and S3Proxy have
 * a process of their own, and either the one or the other is killed while the other one lives on.
 */
final class Kills {
  private static final int LINES_PER_KILL = 300;
  private static final int RATE = 200;
  private static final long LONGEST_MILLIS = 180_000;

  /** How long a change is waited for; then it is killed without one. */
  private static final long WAIT_MILLIS = 5_000;

  /** One kill in so many hits a start of the first ones, and one more the end of the input. */
  private static final int SPECIAL = 10;

  private static final int LONGEST_SERVICE_MILLIS = 1_500;
  private static final int LONGEST_AFTER_MILLIS = 20;

  /** How long the stores are away, and what goes on when they are back. */
  private static final int LONGEST_AWAY_MILLIS = 2_000;

  /** Of one life of the app. */
  private static final int MOST_KILLS_OF_STORES = 4;

  private final Path scratch;
  private final int kills;
  private final Random random;
  private final Consumer<String> log;
  private final List<String> lines;
  private final List<String> problems = new ArrayList<>();
  private final Map<Aim, Integer> hits = new EnumMap<>(Aim.class);
  private final Optional<Stores> stores;
  private int killed;
  private int storesKilled;
  private int lives;
  private long startMillis;

  private Kills(Path scratch, int kills, long seed, Optional<Stores> stores, Consumer<String> log) {
    this.scratch = scratch;
    this.stores = stores;
    this.kills = kills;
    this.random = new Random(seed);
    this.log = log;
    this.lines = lines(random.nextLong(), LINES_PER_KILL * (kills + 1));
  }

  /**
   * Does it all.
   *
   * @param scratch an empty directory, in which everything happens
   * @param kills how many before the input has come; some more hit its end
   * @throws IllegalStateException if a process ended by itself, or does not start or end
   */
  static KillsOutcome run(Path scratch, int kills, long seed, Consumer<String> log)
      throws IOException, InterruptedException {
    return new Kills(scratch, kills, seed, Optional.empty(), log).run(seed);
  }

  /** As {@link #run}, with DynamoDB and S3 in a process of their own, which is killed as well. */
  static KillsOutcome runApart(Path scratch, int kills, long seed, Consumer<String> log)
      throws IOException, InterruptedException {
    try (Stores stores = new Stores(scratch)) {
      return new Kills(scratch, kills, seed, Optional.of(stores), log).run(seed);
    }
  }

  /** Where tables and objects are. */
  private String kept() {
    return stores.isPresent() ? "stores" : "state";
  }

  private KillsOutcome run(long seed) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Files.write(scratch.resolve("input.csv"), lines);
    Command calm = leaveAlone();
    List<byte[]> bytes = lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    long cut;
    try (OutsideProducer producer =
        new OutsideProducer(dev.sluice.examples.oil.OilPumps.STREAM, bytes, random.nextLong())) {
      while (killed < kills) {
        liveAndDie(producer);
        producer.check();
      }
      sendTheRest(producer);
      cut = producer.cut();
    }
    for (int i = 0; i < special(); i++) {
      finishAndDie();
    }
    Command last;
    try (Life life = start(Main.class, "out")) {
      last = life.await(LONGEST_MILLIS);
    }
    problems.addAll(last.err().lines().toList());
    double seconds = (System.nanoTime() - start) / 1e9;
    return KillsOutcome.of(
        scratch,
        scratch.resolve(kept()),
        lines,
        calm,
        last,
        new KillsFigures(seed, killed, storesKilled, lives, hits, cut, seconds),
        problems);
  }

  /** Also measures how long a start takes on this machine. */
  private Command leaveAlone() throws IOException, InterruptedException {
    long begun = System.currentTimeMillis();
    try (Life life = start(Main.class, "calm")) {
      Command calm = life.await(LONGEST_MILLIS);
      Path written = scratch.resolve("calm-state/.endpoint"); // when everything had started
      startMillis = Files.getLastModifiedTime(written).toMillis() - begun;
      return calm;
    }
  }

  private int special() {
    return Math.max(1, kills / SPECIAL);
  }

  /** Every ninth line comes again, some lines later; one at least is broken. */
  static List<String> lines(long seed, int count) {
    List<String> all = new ArrayList<>(Readings.disordered(seed, count));
    all.set(count / 2, "no reading"); // of few lines the generator breaks none at times
    for (int i = count / 9 * 9 - 9; i > 0; i -= 9) {
      all.add(Math.min(all.size(), i + 40), all.get(i));
    }
    return all;
  }

  private Life start(Class<?> main, String out) throws IOException {
    lives++;
    String state = out.equals("calm") ? "calm-state" : "state";
    List<String> arguments =
        List.of(
            "run",
            "--jar",
            Path.of(KilledApp.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString(),
            "--class",
            KilledApp.class.getName(),
            "--name",
            "killed",
            "--input",
            scratch.resolve("input.csv").toString(),
            "--rate",
            Integer.toString(RATE),
            "--shards",
            "3",
            "--buckets",
            "3",
            "--state",
            scratch.resolve(state).toString(),
            "--out",
            scratch.resolve(out).toString());
    List<String> all = new ArrayList<>(arguments);
    if (stores.isPresent() && !out.equals("calm")) {
      all.addAll(List.of("--stores", stores.get().endpoint().toString()));
    }
    return Life.start(scratch, main, all);
  }

  private Aim aim() {
    boolean begun = Files.exists(scratch.resolve("state/run.properties"));
    if (stores.isPresent()) { // starts are killed where all is in one process
      return !begun ? Aim.ANY : Aim.values()[1 + random.nextInt(Aim.values().length - 1)];
    }
    return !begun || killed < special()
        ? Aim.START
        : Aim.values()[random.nextInt(Aim.values().length)];
  }

  private void liveAndDie(OutsideProducer producer) throws IOException, InterruptedException {
    Aim aim = aim();
    int changes = 1 + random.nextInt(aim.mostChanges);
    int after = random.nextInt(LONGEST_AFTER_MILLIS);
    boolean whileStarting = stores.isEmpty() && aim != Aim.JOURNAL && random.nextInt(3) == 0;
    try (Life life = start(ServedAtRate.class, "out")) {
      if (aim == Aim.START) {
        Thread.sleep(random.nextInt((int) startMillis));
      } else if (aim == Aim.ANY) {
        serve(life, producer);
        Thread.sleep(random.nextInt(LONGEST_SERVICE_MILLIS));
      } else {
        try (Aim.Watch watch = aim.watch(scratch, kept())) {
          if (!whileStarting || !watch.await(changes, WAIT_MILLIS, life::lives)) {
            serve(life, producer);
            watch.forget();
            watch.await(changes, WAIT_MILLIS, life::lives);
          }
          Thread.sleep(after);
        }
      }
      if (stores.isPresent()) {
        killStores(life, aim, producer);
      }
      killNow(life, aim);
      producer.pause();
      note(life, aim, producer.acknowledged());
    }
  }

  /** Kills the stores some times, while the app lives on and records come. */
  private void killStores(Life life, Aim aim, OutsideProducer producer)
      throws IOException, InterruptedException {
    for (int times = 1 + random.nextInt(MOST_KILLS_OF_STORES); times > 0; times--) {
      stores.get().killFor(random.nextInt(LONGEST_AWAY_MILLIS));
      storesKilled++;
      killed++;
      log.accept("kill " + killed + ": the stores, at " + aim);
      serve(life, producer);
      try (Aim.Watch watch = aim.watch(scratch, kept())) {
        watch.await(1 + random.nextInt(aim.mostChanges), WAIT_MILLIS, life::lives);
      }
    }
  }

  private void serve(Life life, OutsideProducer producer) throws IOException, InterruptedException {
    URI endpoint = life.awaitServing(LONGEST_MILLIS);
    startMillis = life.ageMillis();
    producer.sendTo(endpoint, (long) lines.size() * (killed + 1) / (kills + 1));
  }

  private void killNow(Life life, Aim aim) throws IOException, InterruptedException {
    if (!life.kill()) {
      throw new IllegalStateException("it ended by itself; it said\n" + life.problems());
    }
    killed++;
    hits.merge(aim, 1, Integer::sum);
  }

  private void note(Life life, Aim aim, long acknowledged) throws IOException {
    life.problems().lines().forEach(problems::add);
    log.accept(
        "kill "
            + killed
            + ": "
            + aim
            + ", "
            + life.ageMillis()
            + " ms old, "
            + acknowledged
            + " lines acknowledged");
  }

  private void sendTheRest(OutsideProducer producer) throws IOException, InterruptedException {
    try (Life life = start(ServedAtRate.class, "out")) {
      producer.sendTo(life.awaitServing(LONGEST_MILLIS), lines.size());
      producer.awaitAll();
      producer.check();
      killNow(life, Aim.ANY);
      note(life, Aim.ANY, producer.acknowledged());
    }
  }

  /** All lines have come: the command finds that out, and is killed while it closes windows. */
  private void finishAndDie() throws IOException, InterruptedException {
    Aim aim = random.nextBoolean() ? Aim.PUBLISH : Aim.COMMIT;
    int changes = 1 + random.nextInt(aim.mostChanges);
    try (Life life = start(Main.class, "out");
        Aim.Watch watch = aim.watch(scratch, kept())) {
      watch.await(changes, LONGEST_MILLIS, life::lives);
      if (stores.isPresent() && life.lives()) {
        stores.get().killFor(random.nextInt(LONGEST_AWAY_MILLIS));
        storesKilled++;
        killed++;
        log.accept("kill " + killed + ": the stores, while windows are closed");
        Thread.sleep(random.nextInt(LONGEST_SERVICE_MILLIS));
      }
      if (life.kill()) {
        killed++;
        hits.merge(aim, 1, Integer::sum);
        note(life, aim, lines.size());
      } else {
        log.accept("it had finished before its kill");
        problems.addAll(life.problems().lines().toList());
      }
    }
  }
}
