/**
 * DynamoDB, S3 and the Kinesis endpoint in this process and on one port, so that an app runs on a
 * laptop with the AWS clients, the AWS command line and the state that it has in the cloud.
 *
 * <p>{@link dev.sluice.local.services.LocalServices} starts everything; the other classes are its
 * parts.
 */
package dev.sluice.local.services;
