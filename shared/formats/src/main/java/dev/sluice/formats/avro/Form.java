package dev.sluice.formats.avro;

import java.util.function.UnaryOperator;

/**
 * How values of a type stand in Avro's generic data.
 *
 * @param expected what it is in Java, for messages
 * @param read makes the value, of something not null; throws a {@link Misfit} where it can't
 * @param write makes what Avro writes, of a value that is not null; throws a {@link Misfit} where
 *     it can't
 */
record Form(String expected, UnaryOperator<Object> read, UnaryOperator<Object> write) {}
