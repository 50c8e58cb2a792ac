package dev.sluice.examples;

import dev.sluice.api.StreamApp;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * An app that is run by its name.
 *
 * @param app makes the app
 * @param lineMillis the event time of an input line in milliseconds since 1970-01-01T00:00Z, if the
 *     app has event time; throws for lines that do not parse
 */
public record Example(Supplier<StreamApp> app, Optional<ToLongFunction<String>> lineMillis) {}
