package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far something is: a bar on a terminal, otherwise a plain line now and then. */
interface Progress extends AutoCloseable {
  /** Records from one plain line to the next. */
  long LINES_STEP = 10_000;

  /** Tells how much is done. */
  void at(long count);

  @Override
  void close();

  /** With a line for every 10,000, where nobody looks. */
  static Progress of(String what, OptionalLong total, PrintWriter plain) {
    return of(what, total, plain, LINES_STEP);
  }

  /**
   * With lines of one's own distance.
   *
   * @param step so many are done from one plain line to the next
   */
  static Progress of(String what, OptionalLong total, PrintWriter plain, long step) {
    return onTerminal() ? new Bar(what, total) : new Lines(what, total, plain, step);
  }

  /** The script knows whether standard error is a terminal; Java knows standard output only. */
  private static boolean onTerminal() {
    String known = System.getProperty("sluice.terminal");
    return known == null
        ? System.console() != null && System.getenv("TERM") != null
        : Boolean.parseBoolean(known);
  }

  /** A bar that is drawn again and again. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String what, OptionalLong total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total.orElse(-1))
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    }

    @Override
    public void at(long count) {
      bar.stepTo(count);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A line for every so many records. */
  final class Lines implements Progress {
    private final String what;
    private final OptionalLong total;
    private final PrintWriter out;
    private final long step;
    private long said;
    private long last;

    Lines(String what, OptionalLong total, PrintWriter out, long step) {
      this.what = what;
      this.total = total;
      this.out = out;
      this.step = step;
    }

    @Override
    public void at(long count) {
      last = count;
      if (count - said >= step) {
        say();
      }
    }

    private void say() {
      said = last;
      out.println(what + ": " + last + (total.isPresent() ? " of " + total.getAsLong() : ""));
      out.flush();
    }

    @Override
    public void close() {
      if (last > said) {
        say();
      }
    }
  }
}
