/**
 * Tests of apps without services: the engine that runs in the functions, on ports in memory, with a
 * clock that the test moves. Begin at {@link dev.sluice.testkit.StreamHarness}.
 */
package dev.sluice.testkit;
