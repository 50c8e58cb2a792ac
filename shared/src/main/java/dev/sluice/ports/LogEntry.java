package dev.sluice.ports;

/**
 * An entry of a lane as it is stored.
 *
 * @param number its number in the lane, from 0
 * @param bytes its content, not to be changed
 */
public record LogEntry(long number, byte[] bytes) {}
