/** Records in Avro's binary encoding, by its library. */
package dev.sluice.formats.avro;
