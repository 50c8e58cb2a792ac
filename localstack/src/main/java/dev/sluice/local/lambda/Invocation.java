package dev.sluice.local.lambda;

/**
 * A call on its way into a process.
 *
 * @param id of the request
 * @param event its JSON
 * @param deadlineMillis when it is over
 * @param functionArn the function's
 */
record Invocation(String id, byte[] event, long deadlineMillis, String functionArn) {}
