package dev.sluice.ports;

import java.time.Instant;

/**
 * An entry of a lane as it is stored.
 *
 * @param number its number in the lane, from 0
 * @param bytes its content, not to be changed
 * @param expiry from when on a broom may remove it; {@link Instant#MAX} for never. A store may give
 *     it rounded up to the second
 */
public record LogEntry(long number, byte[] bytes, Instant expiry) {}
