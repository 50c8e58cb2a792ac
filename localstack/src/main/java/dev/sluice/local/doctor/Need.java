package dev.sluice.local.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that the code of a function does, as policies name it.
 *
 * @param action such as {@code s3:PutObject}
 * @param resource what it is done with
 * @param other something of the same kind that is none of the app's
 */
public record Need(String action, String resource, String other) {
  private static final String NOBODYS = "nobodys-0f4c";

  /**
   * What an app's resources are called.
   *
   * @param prefix of the names of a region's resources, with a place for the service, such as
   *     {@code arn:aws:%s:eu-west-1:123456789012:}
   * @param table of the lanes
   * @param bucket of results and bulk
   * @param outputs prefix of results in the bucket
   * @param spills prefix of bulk
   * @param streams of Kinesis
   * @param coordinator the function's alias, as {@code name:alias}
   * @param bucketFunction likewise
   */
  public record Names(
      String prefix,
      String table,
      String bucket,
      String outputs,
      String spills,
      List<String> streams,
      String coordinator,
      String bucketFunction) {

    private String of(String service, String kind, String name) {
      return prefix.replace("%s", service) + kind + name;
    }

    private String object(String in, String name) {
      return "arn:" + prefix.split(":")[1] + ":s3:::" + in + name;
    }
  }

  /**
   * What a function of a role does: the one list of it. A test compares it with the calls that
   * functions make.
   *
   * @param role transform, coordinator or bucket
   */
  public static List<Need> of(String role, Names names) {
    List<Need> needs = new ArrayList<>();
    for (String action : List.of("dynamodb:PutItem", "dynamodb:Query")) {
      needs.add(
          new Need(
              action,
              names.of("dynamodb", "table/", names.table),
              names.of("dynamodb", "table/", NOBODYS)));
    }
    objects(needs, names, names.spills, "s3:GetObject", "s3:PutObject");
    needs.add(new Need("s3:ListBucket", names.object(names.bucket, ""), names.object(NOBODYS, "")));
    if (!role.equals("transform")) {
      objects(needs, names, names.outputs, "s3:GetObject", "s3:PutObject");
    }
    if (role.equals("bucket")) {
      return needs;
    }
    for (String stream : names.streams) {
      for (String action :
          List.of("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards")) {
        needs.add(
            new Need(
                action,
                names.of("kinesis", "stream/", stream),
                names.of("kinesis", "stream/", NOBODYS)));
      }
    }
    String called = role.equals("transform") ? names.coordinator : names.bucketFunction;
    needs.add(
        new Need(
            "lambda:InvokeFunction",
            names.of("lambda", "function:", called),
            names.of("lambda", "function:", NOBODYS + ":live")));
    return needs;
  }

  private static void objects(List<Need> needs, Names names, String prefix, String... actions) {
    for (String action : actions) {
      needs.add(
          new Need(
              action,
              names.object(names.bucket, "/" + prefix + "a-name"),
              names.object(NOBODYS, "/" + prefix + "a-name")));
    }
  }
}
