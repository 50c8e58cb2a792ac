package dev.sluice.semantics;

import static dev.sluice.semantics.Runs.events;
import static dev.sluice.semantics.Runs.pairs;
import static dev.sluice.semantics.Runs.send;
import static dev.sluice.semantics.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.BatchFunction;
import dev.sluice.api.Sink;
import dev.sluice.codec.Codecs;
import dev.sluice.testkit.StreamHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed to places outside. */
class OutsideSinksTest {
  private final List<String> log = new ArrayList<>();
  private boolean down;

  /** Writes down what happens to it. */
  private final class Client implements AutoCloseable {
    private final int number;

    Client(int number) {
      this.number = number;
      log.add("open " + number);
    }

    void write(Object row) throws IOException {
      if (down) {
        throw new IOException("broken pipe");
      }
      log.add(number + ":" + row);
    }

    @Override
    public void close() {
      log.add("close " + number);
      throw new IllegalStateException("closing fails too");
    }
  }

  private int clients;

  private Client client() {
    return new Client(++clients);
  }

  private StreamHarness partitions() {
    return start(
        stream ->
            pairs(events(stream))
                .reduceByKey(Long::sum)
                .foreachPartition(
                    this::client,
                    (client, rows, batch) -> {
                      while (rows.hasNext()) {
                        client.write(rows.next());
                      }
                    }));
  }

  @Test
  void clientIsMadeForTheFirstRowsAndStays() {
    StreamHarness run = partitions();
    assertThat(log).isEmpty();
    send(run, 100, new Event("a", 0, 1));
    send(run, 1100, new Event("a", 0, 2));
    run.advance(Duration.ofSeconds(3));

    assertThat(log).containsExactly("open 1", "1:(a,1)", "1:(a,2)");
  }

  @Test
  void clientOfACallThatThrewIsClosedAndTheRowsComeAgainWithANewOne() {
    StreamHarness run = partitions();
    send(run, 100, new Event("a", 0, 1));
    down = true;
    assertThatThrownBy(() -> run.advance(Duration.ofSeconds(3)))
        .hasMessageStartingWith("SLUICE-E13 ")
        .hasRootCauseMessage("broken pipe");
    assertThat(log).startsWith("open 1", "close 1");
    assertThat(log).endsWith("open " + clients, "close " + clients);
    down = false;
    log.clear();
    int before = clients;
    run.advance(Duration.ofSeconds(1));

    assertThat(log).containsExactly("open " + (before + 1), (before + 1) + ":(a,1)");
  }

  @Test
  void clientThatCannotBeMadeIsTriedAgain() {
    down = true;
    StreamHarness run =
        start(
            stream ->
                events(stream)
                    .map(Event::value)
                    .foreachPartition(
                        Codecs.int64(),
                        () -> {
                          if (down) {
                            throw new IOException("no route");
                          }
                          return "client";
                        },
                        (client, rows, batch) ->
                            log.add(client + rows.next() + " " + batch.batchId())));
    send(run, 100, new Event("a", 0, 7));
    assertThatThrownBy(() -> run.advance(Duration.ofSeconds(3))).hasRootCauseMessage("no route");
    down = false;
    run.advance(Duration.ofSeconds(1));

    assertThat(log).containsExactly("client7 1000");
  }

  @Test
  void ownSinkGetsItsNameAndTheSameRowsAgain() {
    Sink<Long> sink =
        name -> {
          BatchFunction<Long> function = (rows, batch) -> log.add(name + rows + batch.batchId());
          return function;
        };
    StreamHarness run =
        start(stream -> events(stream).map(Event::value).saveTo("mine", Codecs.int64(), sink));
    send(run, 100, new Event("a", 0, 2));
    send(run, 110, new Event("a", 0, 1));
    run.advance(Duration.ofSeconds(3));
    run.restart();
    run.redeliver(1);
    send(run, 3100, new Event("a", 0, 3));
    run.advance(Duration.ofSeconds(3));

    assertThat(log.stream().distinct()).containsExactly("mine[2, 1]1000", "mine[3]4000");
    assertThatThrownBy(
            () ->
                start(
                    stream -> {
                      pairs(events(stream)).saveTo("same", rows -> (all, batch) -> {});
                      events(stream).map(Event::key).saveAsTextFiles("same");
                    }))
        .hasMessageContaining("SLUICE-P08 'same' names");
  }
}
