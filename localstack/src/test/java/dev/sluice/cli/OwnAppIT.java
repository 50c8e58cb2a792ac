package dev.sluice.cli;

import static dev.sluice.cli.UserApps.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs apps that are not on the class path of the command line. */
class OwnAppIT {
  private static final String SINK = ".saveAsTextFiles(\"all\", \"txt\");";
  private static final String TRIVIAL = "stream.kinesis(\"in\", Decoder.utf8())" + SINK;

  private static final String VISITS =
      """
      package com.example;
      import dev.sluice.api.*;
      import dev.sluice.codec.Codecs;
      import java.time.*;
      public final class PageVisits implements StreamApp {
        public record Visit(Instant at, String page, Kind kind) {}
        record Longest(long millis, Visit visit) {}
        public enum Kind { HUMAN, ROBOT }
        private static Pair<String, Longest> parse(String line) {
          String[] f = line.split(",");
          Visit visit = new Visit(Instant.parse(f[1]), f[0], Kind.valueOf(f[2]));
          return Pair.of(visit.page(), new Longest(Long.parseLong(f[3]), visit));
        }
        @Override public void define(StreamContext stream) {
          stream.kinesis("visits", Decoder.utf8())
              .map(PageVisits::parse)
              .withEventTime(pair -> pair.value().visit().at(), Duration.ofSeconds(5))
              .mapToPair(pair -> pair, Codecs.string(), Codecs.record(Longest.class))
              .reduceByKeyAndWindow(
                  (one, other) -> one.millis() >= other.millis() ? one : other,
                  Windows.tumbling(Duration.ofMinutes(1)))
              .mapWithWindow((window, page, longest) -> window.start() + "," + page + "," + longest)
              .saveAsTextFiles("longest", "csv");
        }
      }
      """;

  private static final String SQUARES =
      """
      package com.example;
      import dev.sluice.api.*;
      import dev.sluice.ports.*;
      import java.util.*;
      public final class Squares implements StreamApp {
        @Override public void define(StreamContext stream) {
          stream.source("numbers", new Numbers(), Decoder.utf8())
              .map(text -> text + "," + Long.parseLong(text) * Long.parseLong(text))
              .saveAsTextFiles("squares", "csv");
        }
        static final class Numbers implements PullSource {
          @Override public List<Source.Shard> lanes() {
            return List.of(new Source.Shard("only", List.of()));
          }
          @Override public Pulled read(String lane, Position after, int max) {
            int from = after.equals(Position.START) ? 1 : 1 + Integer.parseInt(after.sequence());
            List<PulledRecord> records = new ArrayList<>();
            for (int i = from; i <= 1000 && records.size() < Math.min(max, 77); i++) {
              records.add(
                  new PulledRecord(
                      Position.of("" + i), 1_700_000_000_000L, "k" + i, ("" + i).getBytes()));
            }
            return records.isEmpty() ? Pulled.ended() : Pulled.some(records);
          }
        }
      }
      """;

  @TempDir Path scratch;

  @Test
  void anAppWithASourceOfItsOwnRunsWithoutInputUntilThatHasNoMore() throws IOException {
    Path classes = UserApps.compile(scratch, Map.of("com.example.Squares", SQUARES));
    Path out = scratch.resolve("squares");
    Command command = run(classes, "com.example.Squares", "--out", out, "--buckets", 1);
    assertThat(command.err()).doesNotContain("unexpected");
    assertThat(command.code()).isZero();
    assertThat(command.out()).containsPattern("records +1,000");
    assertThat(Files.readAllLines(out.resolve("squares-1700000001000.csv/part-00000")))
        .hasSize(1000)
        .contains("1,1", "77,5929", "1000,1000000");
  }

  @Test
  void anInputForAnAppThatReadsNoStreamOfKinesisIsRefused() throws IOException {
    Path classes = UserApps.compile(scratch, Map.of("com.example.Squares", SQUARES));
    Command command = run(classes, "com.example.Squares", "--input", "-");
    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("this one reads custom:numbers: leave it out");
  }

  private Command run(Path jar, String name, Object... more) {
    Object[] all = new Object[5 + more.length];
    System.arraycopy(new Object[] {"run", "--jar", jar, "--class", name}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return Command.run(all);
  }

  private void refused(Path jar, String name, String... texts) throws IOException {
    Path input = Files.write(scratch.resolve("in.txt"), List.of("x"));
    Command command = run(jar, name, "--input", input, "--out", scratch.resolve("never"));
    assertThat(command.code()).isEqualTo(Main.FAILED);
    assertThat(command.err()).contains(texts).doesNotContain("\tat ");
    assertThat(scratch.resolve("never")).doesNotExist();
  }

  private Path compiled(String name, String constructor, String define) throws IOException {
    return UserApps.compile(
        scratch, Map.of("com.example." + name, source(name, constructor, define)));
  }

  @Test
  void anAppInAJarRunsWithItsOwnRecordsAndItsOwnEventTime() throws IOException {
    Path classes = UserApps.compile(scratch, Map.of("com.example.PageVisits", VISITS));
    Path jar = UserApps.jar(classes, scratch.resolve("app.jar"));
    Path input =
        Files.write(
            scratch.resolve("visits.txt"),
            List.of(
                "/b,2026-03-10T09:01:30Z,ROBOT,9",
                "/a,2026-03-10T09:00:10Z,HUMAN,5",
                "oops",
                "/a,2026-03-10T09:00:20Z,ROBOT,70"));
    Path out = scratch.resolve("out");
    Command command =
        run(
            jar,
            "com.example.PageVisits",
            "--stream",
            "visits",
            "--input",
            input,
            "--by-time",
            "--rate",
            1,
            "--buckets",
            1,
            "--out",
            out);
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(out.resolve("longest-1773133260000.csv/part-00000"))
        .hasContent(
            "2026-03-10T09:00:00Z,/a,Longest[millis=70,"
                + " visit=Visit[at=2026-03-10T09:00:20Z, page=/a, kind=ROBOT]]");
    assertThat(out.resolve("longest-1773133320000.csv/part-00000"))
        .hasContent(
            "2026-03-10T09:01:00Z,/b,Longest[millis=9,"
                + " visit=Visit[at=2026-03-10T09:01:30Z, page=/b, kind=ROBOT]]");
    assertThat(command.out()).contains("dead letters                1 in dead-letter/");
  }

  @Test
  void aJarThatIsMissingOrNoJarIsNamed() throws IOException {
    refused(scratch.resolve("no.jar"), "com.example.A", "no.jar", "there is no such file");
    Path text = Files.writeString(scratch.resolve("text.jar"), "no zip");
    refused(text, "com.example.A", "text.jar", "it takes a jar file or a directory of classes");
  }

  @Test
  void aClassThatIsMissingFindsTheNearest() throws IOException {
    Path classes = compiled("Trivial", "", TRIVIAL);
    refused(classes, "Trivial", "there is no class Trivial", "did you mean com.example.Trivial?");
    refused(classes, "com.example.Trivail", "did you mean com.example.Trivial?");
    refused(classes, "org.other.Something", "give its full name, with its package");
  }

  @Test
  void aClassThatIsNoAppOrCannotBeMadeIsRefusedWithTheReason() throws IOException {
    Path classes =
        UserApps.compile(
            scratch,
            Map.of(
                "com.example.Plain",
                "package com.example; public class Plain {}",
                "com.example.Picky",
                "package com.example; public class Picky implements dev.sluice.api.StreamApp {"
                    + " public Picky(int x) {}"
                    + " public void define(dev.sluice.api.StreamContext s) {} }"));
    refused(classes, "com.example.Plain", "does not implement dev.sluice.api.StreamApp");
    refused(classes, "com.example.Picky", "public constructor without arguments");
  }

  @Test
  void anAppUsesATableCountsAndStillHasItsLinesSentByTheirTime() throws IOException {
    Path classes =
        compiled(
            "Shifted",
            "",
            "Broadcast<Long> shift = stream.broadcast(\"shift\", of -> Long.parseLong(of.get(0)));"
                + " Accumulator lines = stream.accumulator(\"lines\");"
                + " stream.kinesis(\"in\", Decoder.utf8())"
                + ".map(line -> { lines.add(1); return shift.value() + Long.parseLong(line); })"
                + ".withEventTime(Instant::ofEpochSecond, Duration.ZERO)"
                + SINK);
    Path input = Files.write(scratch.resolve("in.txt"), List.of("30", "oops", "10", "20"));
    Path shift = Files.write(scratch.resolve("shift.txt"), List.of("1000"));
    Path out = scratch.resolve("out");
    Command command =
        run(
            classes,
            "com.example.Shifted",
            "--input",
            input,
            "--broadcast",
            "shift=" + shift,
            "--by-time",
            "--rate",
            1,
            "--shards",
            1,
            "--buckets",
            1,
            "--out",
            out);
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(command.out()).contains("lines                       3\n");
    assertThat(
            Tree.of(out).entrySet().stream()
                .filter(each -> each.getKey().matches("all-.*/part-00000"))
                .map(each -> each.getValue())
                .toList())
        .containsExactly("1010\n", "1020\n", "1030\n");
  }

  @Test
  void aConstructorThatThrowsIsShownWithWhatItThrewAndWhere() throws IOException {
    String thrower = "if (true) { throw new IllegalStateException(\"no licence\"); }";
    refused(
        compiled("Thrower", thrower, TRIVIAL),
        "com.example.Thrower",
        "the constructor of com.example.Thrower threw",
        "no licence",
        "Thrower.java:");
  }

  @Test
  void aLibraryThatIsMissingIsAskedFor() throws IOException {
    Path classes =
        UserApps.compile(
            scratch,
            Map.of(
                "com.example.Uses",
                source("Uses", "com.lib.Needed.call();", TRIVIAL),
                "com.lib.Needed",
                "package com.lib; public class Needed { public static void call() {} }"));
    Files.delete(classes.resolve("com/lib/Needed.class"));
    refused(classes, "com.example.Uses", "com.lib.Needed", "another --jar");
  }

  @Test
  void allFaultsOfAGraphAreReportedTogether() throws IOException {
    Path classes =
        compiled(
            "Faulty",
            "",
            "DStream<String> in = stream.kinesis(\"in\", Decoder.utf8());"
                + " in.saveAsTextFiles(\"bad prefix!\", \"txt\");"
                + " in.saveAsTextFiles(\"ok\", \"t.x.t\");");
    refused(classes, "com.example.Faulty", "SLUICE-P09", "bad prefix!", "SLUICE-P11", "t.x.t");
  }

  @Test
  void aDefineThatThrowsIsAFaultOfTheApp() throws IOException {
    refused(
        compiled("Null", "", "Object o = null; o.toString();"),
        "com.example.Null",
        "define() threw",
        "NullPointerException");
  }

  @Test
  void anAppThatReadsSeveralStreamsIsAskedWhichOne() throws IOException {
    Path classes =
        compiled(
            "Two",
            "",
            TRIVIAL + " " + TRIVIAL.replace("\"in\"", "\"other\"").replace("all", "more"));
    Path input = Files.write(scratch.resolve("in.txt"), List.of("x"));
    Command command = run(classes, "com.example.Two", "--input", input);
    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("say with --stream", "./sluice send STREAM", "in, other");
  }
}
