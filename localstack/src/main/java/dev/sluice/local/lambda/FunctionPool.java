package dev.sluice.local.lambda;

import dev.sluice.ports.Clock;
import dev.sluice.ports.Ids;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The processes of a function: each has one call at a time, idle ones are used again. */
final class FunctionPool implements AutoCloseable {
  private final FunctionConfig function;
  private final Launch launch;
  private final RuntimeApi api;
  private final Clock clock;
  private final Ids ids;
  private final Consumer<String> log;
  private final Deque<FunctionProcess> idle = new ArrayDeque<>();
  private final Set<FunctionProcess> all = new HashSet<>();
  private final List<Duration> starts = new ArrayList<>();
  private long calls;
  private long threw;
  private long timedOut;
  private long crashed;
  private long peakBytes;
  private boolean closed;

  FunctionPool(
      FunctionConfig function,
      Launch launch,
      RuntimeApi api,
      Clock clock,
      Ids ids,
      Consumer<String> log) {
    this.function = function;
    this.launch = launch;
    this.api = api;
    this.clock = clock;
    this.ids = ids;
    this.log = log;
  }

  FunctionConfig function() {
    return function;
  }

  /** Calls the function in a process that is idle, or in a new one, and waits for the end. */
  Reply call(byte[] event) throws InterruptedException {
    FunctionProcess process = take();
    boolean cold = process.startTime().isNegative();
    Reply reply;
    try {
      reply = process.call(ids.next(), event);
    } catch (InterruptedException e) {
      discard(process);
      throw e;
    }
    count(process, cold, reply);
    boolean goesOn =
        reply instanceof Reply.Answered
            || reply instanceof Reply.Failed failed && failed.kind() == Reply.Kind.THREW;
    if (!goesOn || !giveBack(process)) {
      discard(process);
    }
    return reply;
  }

  private FunctionProcess take() {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("Function " + function.name() + " is being stopped.");
      }
      while (!idle.isEmpty()) {
        FunctionProcess process = idle.pop();
        if (process.isAlive()) {
          return process;
        }
        crashed++; // while it was idle: nobody's call is lost
        all.remove(process);
      }
      FunctionProcess made = FunctionProcess.start(ids.next(), function, launch, api, clock, log);
      all.add(made);
      return made;
    }
  }

  private synchronized boolean giveBack(FunctionProcess process) {
    if (!closed && process.isAlive()) {
      idle.push(process);
      return true;
    }
    return false;
  }

  private void discard(FunctionProcess process) {
    synchronized (this) {
      all.remove(process);
    }
    process.close();
  }

  private synchronized void count(FunctionProcess process, boolean cold, Reply reply) {
    calls++;
    if (cold && !process.startTime().isNegative()) {
      starts.add(process.startTime());
    }
    if (reply instanceof Reply.Failed failed) {
      switch (failed.kind()) {
        case THREW -> threw++;
        case TIMED_OUT -> timedOut++;
        case CRASHED, NOT_STARTED -> crashed++;
      }
    }
  }

  synchronized FunctionCounters counters() {
    all.forEach(each -> each.peakBytes().ifPresent(now -> peakBytes = Math.max(peakBytes, now)));
    return new FunctionCounters(
        function.name(), calls, List.copyOf(starts), threw, timedOut, crashed, peakBytes);
  }

  /** Kills the processes that there are; the next call starts another. Calls at work fail. */
  void kill() {
    List<FunctionProcess> now;
    synchronized (this) {
      now = List.copyOf(all);
    }
    now.forEach(FunctionProcess::kill);
  }

  /** Kills all processes. Calls at work fail. */
  @Override
  public void close() {
    List<FunctionProcess> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(all);
      all.clear();
      idle.clear();
    }
    left.forEach(FunctionProcess::close);
  }
}
