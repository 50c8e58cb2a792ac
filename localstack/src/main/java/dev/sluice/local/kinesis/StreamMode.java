package dev.sluice.local.kinesis;

/** Who decides on the number of shards; the names are those of the AWS API. */
public enum StreamMode {
  PROVISIONED,
  ON_DEMAND
}
