/**
 * The Lambda handlers: thin adapters that decode an event, call the engine and encode its answer.
 * Configuration comes from the environment and is checked when a process starts.
 */
package dev.sluice.functions;
