/**
 * The ports on AWS: lanes in DynamoDB, objects in S3, streams of Kinesis. All take ready clients;
 * their time-outs and retries are the caller's to set. Thread-safe throughout.
 */
package dev.sluice.aws;
