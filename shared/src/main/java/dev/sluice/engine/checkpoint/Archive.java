package dev.sluice.engine.checkpoint;

import dev.sluice.codec.CodecException;
import dev.sluice.engine.ProtocolException;
import dev.sluice.ports.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where checkpoints are: manifests by number, and packs under names of their own. */
final class Archive {
  /** Where the coordinator puts them. A broom may go below it as it does below {@code spill/}. */
  static final String PLACE = "checkpoints/";

  /** Where those are that are kept, each below its name. No broom goes there. */
  static final String KEPT = "keep/checkpoints/";

  /** Of such a one, what entries had in objects of their own. */
  static final String BULK = "bulk/";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private static final String MANIFESTS = "manifest/";

  /** Of a number with leading zeros, so that names are in the order of numbers. */
  private static final int DIGITS = 19;

  private final ObjectStore objects;
  private final String place;

  Archive(ObjectStore objects) {
    this(objects, PLACE);
  }

  /**
   * @param place what all names begin with; it ends with a slash
   */
  Archive(ObjectStore objects, String place) {
    this.objects = objects;
    this.place = place;
  }

  /**
   * Where a checkpoint is that is kept under a name.
   *
   * @throws IllegalArgumentException SLUICE-B06 if it can be no name
   */
  static String kept(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "SLUICE-B06 a checkpoint cannot be kept as '"
              + name
              + "': it takes up to 40 small letters, digits and hyphens, and no hyphen first");
    }
    return KEPT + name + "/";
  }

  /** The name under which a checkpoint is kept that is at a place, empty if it is not kept. */
  static String keptName(String place) {
    return place.startsWith(KEPT) ? place.substring(KEPT.length(), place.length() - 1) : "";
  }

  /** The names of all that are kept. */
  static List<String> keptNames(ObjectStore objects) {
    return objects.list(KEPT).stream()
        .filter(name -> name.contains("/" + MANIFESTS))
        .map(name -> name.substring(KEPT.length(), name.indexOf('/', KEPT.length())))
        .distinct()
        .toList();
  }

  private String manifests() {
    return place + MANIFESTS;
  }

  private String manifest(long number) {
    String digits = Long.toString(number);
    return manifests() + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The numbers of all manifests, ascending. */
  List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    for (String name : objects.list(manifests())) {
      String digits = name.substring(manifests().length());
      if (digits.matches("[0-9]{" + DIGITS + "}")) {
        numbers.add(Long.parseLong(digits));
      }
    }
    return numbers;
  }

  /**
   * Reads a manifest.
   *
   * @return nothing where there is none
   * @throws CodecException if it is damaged
   */
  Optional<Manifest> read(long number) {
    Optional<Manifest> found = objects.get(manifest(number)).map(Manifest::decode);
    if (found.isPresent() && found.get().number() != number) {
      throw new CodecException("manifest " + number + " says that it is " + found.get().number());
    }
    return found;
  }

  /** Puts a manifest if its number is free; whether it is there now. */
  boolean put(Manifest manifest) {
    return put(manifest(manifest.number()), manifest.encode());
  }

  /**
   * Puts a pack.
   *
   * @param id that nobody else has
   * @return its name
   */
  String putPack(String id, byte[] content) {
    String name = place + "pack/" + id;
    if (!put(name, content)) {
      throw new ProtocolException("SLUICE-E01", "the name " + name + " is not unique");
    }
    return name;
  }

  /** It may be there already: the answer to a first try may have been lost. */
  private boolean put(String name, byte[] content) {
    return objects.putIfAbsent(name, content) == ObjectStore.Put.CREATED
        || objects.get(name).filter(there -> Arrays.equals(there, content)).isPresent();
  }
}
