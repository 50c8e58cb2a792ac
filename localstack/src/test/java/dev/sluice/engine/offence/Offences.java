package dev.sluice.engine.offence;

import dev.sluice.functions.FunctionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import software.amazon.awssdk.regions.Region;

/** What the rules forbid: proof that each of them can fail. */
public final class Offences {
  private Offences() {}

  /** The engine knows functions and AWS. */
  public record Knows(FunctionSettings settings, Region region) {}

  public static final class Clock {
    public Instant call() {
      return Instant.now();
    }
  }

  public static final class ClockByReference {
    public LongSupplier call() {
      return System::currentTimeMillis;
    }
  }

  public static final class Chance {
    public Random call() {
      return new Random();
    }
  }

  public static final class Environment {
    public String call() {
      return System.getenv("HOME");
    }
  }

  public static final class Format {
    public String call() {
      return String.format("%d", 1);
    }
  }

  public static final class Formatted {
    public String call() {
      return "%d".formatted(1);
    }
  }

  public static final class Case {
    public String call() {
      return "I".toLowerCase();
    }
  }

  public static final class Printf {
    public void call() {
      System.out.printf("%d", 1);
    }
  }

  public static final class Deserializes {
    public Object call(InputStream in) throws IOException, ClassNotFoundException {
      return new ObjectInputStream(in).readObject();
    }
  }

  public static final class Data implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  public static final class StaticState {
    static List<String> seen = new ArrayList<>();
  }

  public static final class StaticMap {
    static final HashMap<String, String> SEEN = new HashMap<>();
  }

  /** Nothing here is forbidden. */
  public static final class Innocent {
    static final Map<String, String> NAMES = Map.of("a", "b");

    public String call() {
      return String.format(Locale.ROOT, "%d", new Random(1).nextInt());
    }
  }
}
