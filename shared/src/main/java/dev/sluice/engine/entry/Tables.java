package dev.sluice.engine.entry;

import dev.sluice.api.graph.SideInputs;
import dev.sluice.engine.ProtocolException;
import dev.sluice.plan.Plan;
import dev.sluice.ports.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The contents of broadcasts: each is kept under the name of its digest, for good, and read into
 * what functions see once in a process. One thread at a time.
 */
public final class Tables {
  /** Versions of a broadcast in memory: steps may be some behind the shards. */
  private static final int MAX_PARSED = 4;

  private final Plan plan;
  private final ObjectStore spills;
  private final Map<String, Map<String, Object>> parsed = new HashMap<>();

  public Tables(Plan plan, ObjectStore spills) {
    this.plan = plan;
    this.spills = spills;
  }

  /** A content that cannot be read into what functions see. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /** The digest of a content, its name. */
  public static String digest(byte[] content) {
    return Payload.digest(content);
  }

  private static String place(String name, String digest) {
    return "keep/broadcast/" + name + "/" + digest;
  }

  /** Whether a content is there as it was put. */
  public static boolean isKept(ObjectStore spills, String name, String digest) {
    return spills.get(place(name, digest)).filter(each -> digest(each).equals(digest)).isPresent();
  }

  /** Keeps a content for good: no broom goes below {@code keep/}. */
  public void keep(String name, byte[] content) {
    spills.putIfAbsent(place(name, digest(content)), content);
  }

  /**
   * Reads a content.
   *
   * @throws UnreadableException if it is no text, or the app's parser throws
   */
  public Object parse(String name, byte[] content) throws UnreadableException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return parser(name).parser().apply(text.lines().toList());
    } catch (CharacterCodingException e) {
      throw new UnreadableException("it is not text in UTF-8", e);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw new UnreadableException("it cannot be read: " + e, e);
    }
  }

  private SideInputs.Table parser(String name) {
    return plan.sides().broadcasts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * What functions see of some versions.
   *
   * @throws ProtocolException if a content is gone, or this code cannot read it
   */
  public Map<String, Object> values(SortedMap<String, Announcements.Version> versions) {
    Map<String, Object> values = new HashMap<>();
    versions.forEach((name, version) -> values.put(name, value(name, version.digest())));
    return values;
  }

  private Object value(String name, String digest) {
    Map<String, Object> known = parsed.computeIfAbsent(name, each -> new LinkedHashMap<>());
    Object value = known.remove(digest);
    if (value == null) {
      value = load(name, digest);
    }
    known.put(digest, value); // the last one is the one used last
    if (known.size() > MAX_PARSED) {
      known.remove(known.keySet().iterator().next());
    }
    return value;
  }

  private Object load(String name, String digest) {
    Optional<byte[]> content = spills.get(place(name, digest));
    if (content.filter(each -> digest(each).equals(digest)).isEmpty()) {
      throw new ProtocolException(
          "SLUICE-E27",
          place(name, digest)
              + (content.isEmpty() ? " is gone" : " has other content than its name says")
              + ": it was removed or changed while intervals still need it");
    }
    try {
      return parse(name, content.get());
    } catch (UnreadableException e) {
      throw new ProtocolException(
          "SLUICE-E27",
          place(name, digest) + " is announced, and this code cannot use it: " + e.getMessage(),
          e);
    }
  }
}
