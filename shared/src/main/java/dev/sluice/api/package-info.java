/**
 * What apps are written with: an app is a {@link dev.sluice.api.StreamApp}, which builds a graph of
 * {@link dev.sluice.api.DStream}s from a {@link dev.sluice.api.StreamContext}.
 *
 * <p>Times are milliseconds since 1970-01-01T00:00Z where they are numbers; intervals and windows
 * are half open, {@code [start, end)}. What is wrong with a graph is reported before it runs, all
 * of it together.
 */
package dev.sluice.api;
