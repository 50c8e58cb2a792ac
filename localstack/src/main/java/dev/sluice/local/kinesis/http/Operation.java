package dev.sluice.local.kinesis.http;

/** One operation of the API. */
@FunctionalInterface
interface Operation {

  /**
   * Answers a request.
   *
   * @param call for its headers
   * @return the answer's members, or null for an answer without a body
   */
  Object run(Fields fields, KinesisCall call);
}
