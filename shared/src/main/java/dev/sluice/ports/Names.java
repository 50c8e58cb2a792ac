package dev.sluice.ports;

/** The rules for names of lanes and objects, the same for every store. */
public final class Names {

  /**
   * Characters (all of one byte) of a lane's name. DynamoDB takes 2,048 bytes for a partition key;
   * half of it is left for the name of the app.
   */
  public static final int MAX_LANE_CHARS = 1024;

  /** Bytes of an object's name: S3's 1,024 for a key, less 256 for the prefix of an app. */
  public static final int MAX_OBJECT_NAME_BYTES = 768;

  /** Characters of an app's name: short enough to begin keys and prefixes with. */
  public static final int MAX_APP_CHARS = 128;

  private static final String APP_PUNCTUATION = "-_.";
  private static final String LANE_PUNCTUATION = "/-_.#!:";

  private Names() {}

  /**
   * Checks the name of an app.
   *
   * @throws IllegalArgumentException if it is empty, too long or has another character than ASCII
   *     letters, digits and {@code - _ .}
   */
  public static void checkApp(String app) {
    if (!isPlain(app, MAX_APP_CHARS, APP_PUNCTUATION)) {
      throw new IllegalArgumentException(
          "not the name of an app: '"
              + excerpt(app)
              + "'; it takes 1 to "
              + MAX_APP_CHARS
              + " letters, digits and - _ .");
    }
  }

  /**
   * Checks the name of a lane.
   *
   * @throws IllegalArgumentException if it is empty, too long or has another character than ASCII
   *     letters, digits and {@code / - _ . # ! :}
   */
  public static void checkLane(String lane) {
    if (!isPlain(lane, MAX_LANE_CHARS, LANE_PUNCTUATION)) {
      throw new IllegalArgumentException(
          "not the name of a lane: '"
              + excerpt(lane)
              + "'; it takes 1 to "
              + MAX_LANE_CHARS
              + " letters, digits and / - _ . # ! :");
    }
  }

  /**
   * Checks the name of an object: segments separated by {@code /}, none of them empty, {@code .} or
   * {@code ..} (which file systems and URLs swallow), of any characters except control characters.
   *
   * @throws IllegalArgumentException if it is something else or too long
   */
  public static void checkObject(String name) {
    int start = 0;
    while (start <= name.length()) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      if (end - start <= 2 && areDots(name, start, end)) {
        throw badObject(name, "a segment between slashes is empty, '.' or '..'");
      }
      start = end + 1;
    }
    checkObjectPrefix(name);
  }

  /**
   * Checks the beginning of names of objects, which may be empty or end anywhere.
   *
   * @throws IllegalArgumentException if no name can begin like this
   */
  public static void checkObjectPrefix(String prefix) {
    int size = 0;
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (Character.isISOControl(c)) {
        throw badObject(prefix, "it has a control character");
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == prefix.length() || !Character.isSurrogatePair(c, prefix.charAt(i + 1))) {
          throw badObject(prefix, "it has half of a surrogate pair");
        }
        i++;
        size += 4;
      } else {
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3; // bytes of UTF-8
      }
    }
    if (size > MAX_OBJECT_NAME_BYTES) {
      throw badObject(prefix, size + " bytes, and " + MAX_OBJECT_NAME_BYTES + " are the limit");
    }
  }

  private static boolean areDots(String name, int start, int end) {
    for (int i = start; i < end; i++) {
      if (name.charAt(i) != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String name, int maxChars, String punctuation) {
    boolean plain = !name.isEmpty() && name.length() <= maxChars;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = isLetterOrDigit(c) || punctuation.indexOf(c) >= 0;
    }
    return plain;
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static IllegalArgumentException badObject(String name, String why) {
    return new IllegalArgumentException(
        "not the name of an object: '" + excerpt(name) + "': " + why);
  }

  private static String excerpt(String name) {
    int most = 100;
    return name.length() <= most ? name : name.substring(0, most) + "...";
  }
}
