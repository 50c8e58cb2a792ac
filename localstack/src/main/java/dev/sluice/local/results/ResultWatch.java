package dev.sluice.local.results;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Finds directories of results that have become complete since the last look. Of each sink it looks
 * at the newest 1,000 directories, so that a look costs a few requests, however many there are; a
 * revision of an older one is not found.
 */
public final class ResultWatch {
  private static final int BACK = 1_000;
  private static final String MARKER = "_SUCCESS";

  /** A directory of results: what it belongs to, and the time that its name says. */
  private static final Pattern DIRECTORY = Pattern.compile("(.*)-\\d{1,19}(-[er]\\d+)?(\\.\\w+)?/");

  /** Sorts behind all directories of a sink, and before other names that begin like it. */
  private static final String BEHIND_DIGITS = "-:";

  private final S3Client s3;
  private final String bucket;
  private final String root;
  private final List<String> sinks;
  private final SortedMap<String, TreeSet<String>> seen = new TreeMap<>();
  private final TreeSet<String> open = new TreeSet<>();

  /**
   * @param root what names of results begin with; empty, or with a slash at its end
   * @param sinks whose results are wanted, by their prefixes or the folders of these; none for all
   */
  public ResultWatch(S3Client s3, String bucket, String root, Collection<String> sinks) {
    this.s3 = s3;
    this.bucket = bucket;
    this.root = root;
    this.sinks = List.copyOf(sinks);
  }

  /** Passes over what is complete now. */
  public void skip() {
    complete();
  }

  /** What has become complete since the last look, by name. */
  public List<Published> look() {
    return complete().entrySet().stream()
        .map(each -> read(each.getKey(), each.getValue()))
        .toList();
  }

  /** The names of what is in each directory that has become complete. */
  private SortedMap<String, List<String>> complete() {
    find(root);
    sinks.forEach(each -> followAll(root + each)); // it may lie among the directories of another
    SortedMap<String, List<String>> complete = new TreeMap<>();
    for (String directory : List.copyOf(open)) {
      List<String> names = names(directory);
      if (names.contains(MARKER)) {
        complete.put(directory, names);
        open.remove(directory);
      }
    }
    return complete;
  }

  /** Looks for sinks in a folder: from each on to what sorts behind its directories. */
  private void find(String folder) {
    String behind = folder;
    while (true) {
      ListObjectsV2Response page = page(folder, behind, 1);
      if (page.commonPrefixes().isEmpty()) {
        if (page.contents().isEmpty()) {
          return;
        }
        behind = page.contents().get(0).key(); // an object that is no result
        continue;
      }
      String name = page.commonPrefixes().get(0).prefix();
      Matcher directory = DIRECTORY.matcher(name);
      if (directory.matches()) {
        String sink = directory.group(1);
        if (isWanted(sink)) {
          followAll(sink);
        }
        behind = sink + BEHIND_DIGITS;
      } else {
        find(name);
        behind = behind(name);
      }
    }
  }

  /** Whether the results of a sink are wanted: of its name, or in a folder of that. */
  private boolean isWanted(String sink) {
    String name = sink.substring(root.length());
    return sinks.isEmpty()
        || sinks.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "/"));
  }

  /** Follows a sink, and those between its directories: {@code top-20} is among those of top. */
  private void followAll(String first) {
    Set<String> found = new LinkedHashSet<>(Set.of(first));
    for (List<String> next = List.of(first); !next.isEmpty(); ) {
      Set<String> others = new LinkedHashSet<>();
      next.forEach(sink -> follow(sink, others));
      next = others.stream().filter(this::isWanted).filter(found::add).toList();
    }
  }

  /**
   * @param others takes the sinks whose directories lie among those of this one
   */
  private void follow(String sink, Set<String> others) {
    TreeSet<String> known = seen.computeIfAbsent(sink, name -> new TreeSet<>());
    while (known.size() > BACK) {
      known.pollFirst();
    }
    String behind = known.size() < BACK ? sink + "-" : known.first();
    boolean more = true;
    while (more) {
      ListObjectsV2Response page = page(sink + "-", behind, BACK);
      for (CommonPrefix each : page.commonPrefixes()) {
        Matcher directory = DIRECTORY.matcher(each.prefix());
        if (directory.matches() && directory.group(1).equals(sink) && known.add(each.prefix())) {
          open.add(each.prefix());
        } else if (directory.matches() && !directory.group(1).equals(sink)) {
          others.add(directory.group(1)); // named like this one and a number
        }
        behind = behind(each.prefix());
      }
      more = Boolean.TRUE.equals(page.isTruncated()) && !page.commonPrefixes().isEmpty();
    }
  }

  /** Sorts behind all that is in a folder; 0 is next to the slash. */
  private static String behind(String folder) {
    return folder.substring(0, folder.length() - 1) + "0";
  }

  private ListObjectsV2Response page(String prefix, String behind, int most) {
    return s3.listObjectsV2(
        list -> list.bucket(bucket).prefix(prefix).delimiter("/").startAfter(behind).maxKeys(most));
  }

  private List<String> names(String directory) {
    return s3
        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(directory))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(key -> key.substring(directory.length()))
        .toList();
  }

  private Published read(String directory, List<String> names) {
    SortedMap<String, byte[]> parts = new TreeMap<>();
    for (String name : names) {
      if (!name.equals(MARKER)) {
        ResponseBytes<GetObjectResponse> part =
            s3.getObjectAsBytes(get -> get.bucket(bucket).key(directory + name));
        parts.put(name, part.asByteArray());
      }
    }
    String name = directory.substring(root.length(), directory.length() - 1);
    return new Published(name, parts);
  }
}
