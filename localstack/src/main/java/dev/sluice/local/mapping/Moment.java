package dev.sluice.local.mapping;

/**
 * A point in time on the two clocks of a mapping. They are apart because a replayed stream may be
 * stamped by a clock that stands still while the mapping waits.
 *
 * @param timerMillis for waits and batching windows
 * @param arrivalMillis for the age of records: the clock that stamps arrivals
 */
record Moment(long timerMillis, long arrivalMillis) {}
