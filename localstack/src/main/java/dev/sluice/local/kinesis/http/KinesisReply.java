package dev.sluice.local.kinesis.http;

import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status 200 to 500
 * @param headers all but the length of the body
 */
public record KinesisReply(int status, Map<String, String> headers, byte[] body) {}
